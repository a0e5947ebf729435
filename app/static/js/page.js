// What every page does a little better with a script; none of it is needed to use the page.

const PATH = location.pathname;
const KEPT = `visavis.kept.${PATH}`;

/** Fields of a form that a person fills. */
function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "submit", "button", "file", "password"].includes(field.type));
}

/** Keep what was typed when the language changes, since the page is loaded again. */
function keepTyped() {
  const forms = [...document.querySelectorAll("form[data-keep]:not(#answer)")].filter((form) => fieldsOf(form).length);
  const typed = forms.map((form) => fieldsOf(form).map((field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value)));
  sessionStorage.setItem(KEPT, JSON.stringify(typed));
}

/** Put back what was typed before the language changed, once. */
function restoreTyped() {
  const typed = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  const forms = [...document.querySelectorAll("form[data-keep]:not(#answer)")].filter((form) => fieldsOf(form).length);
  typed?.forEach((values, index) => {
    fieldsOf(forms[index] ?? { elements: [] }).forEach((field, place) => {
      const value = values[place];
      if (typeof value === "boolean") field.checked = value;
      else if (value !== undefined) field.value = value;
    });
  });
}

/** Send a form once, however often its button is pressed; the back button makes it usable again. */
function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
}

/** Bring the current tab into sight where tabs scroll. */
function showCurrentTab() {
  for (const tab of document.querySelectorAll(".parts [aria-current]")) {
    const list = tab.closest("ul");
    list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }
}

restoreTyped();
showCurrentTab();
document.querySelector("[data-focus]")?.focus();
document.addEventListener("submit", (event) => {
  if (event.target.querySelector("button[name=language]")) keepTyped();
  sendOnce(event);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
