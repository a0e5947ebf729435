// Keys of the interview, so that a hand never leaves the keyboard; inactive while typing.

const TYPING = "textarea, select, input:not([type=radio], [type=checkbox])";

/** Choose a radio as a click would. */
function choose(form, name, value) {
  const radio = form.querySelector(`input[name=${name}][value="${value}"]`);
  radio?.focus();
  radio?.click();
}

/** Go from one kind of evidence to the next. */
function nextBacking(form) {
  const radios = [...form.querySelectorAll("input[name=backing]")];
  const chosen = radios.findIndex((radio) => radio.checked);
  choose(form, "backing", radios[(chosen + 1) % radios.length].value);
}

const KEYS = {
  n: (form) => choose(form, "said", "n"),
  u: (form) => choose(form, "said", "u"),
  e: nextBacking,
  c: (form) => form.elements.comment.focus(),
  j: () => document.getElementById("next")?.click(),
  k: () => document.getElementById("previous")?.click(),
  "?": () => {
    const keys = document.getElementById("keys");
    keys.tabIndex = -1;
    keys.scrollIntoView({ block: "center" });
    keys.focus();
  },
};

/** Listen to the keys of a form's page. */
export function listenToKeys(form) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches(TYPING)) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPING)) return;
    const act = /^[0-5]$/.test(event.key) ? () => choose(form, "said", event.key) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(form);
  });
}
