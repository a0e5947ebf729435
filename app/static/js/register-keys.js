// Keys of a register, so that a meeting can be noted without the mouse; inactive while typing.

const TYPING = "textarea, select, input:not([type=radio], [type=checkbox])";
const ANSWERS = { y: "yes", o: "yes", n: "no", "?": "" };

function isShown(element) {
  return element.checkVisibility({ visibilityProperty: true });
}

/** The radio of a group that the Tab key would reach. */
function entryOf(group) {
  return group.querySelector("input:checked") ?? group.querySelector("input");
}

/** Choose an answer, then go to the next question of the line that is in sight. */
function answer(row, group, radio) {
  radio.focus();
  radio.click();
  const groups = [...row.querySelectorAll("[role=radiogroup]")].filter(isShown);
  const next = groups[groups.indexOf(group) + 1];
  if (next) entryOf(next).focus();
}

/** Go to another line, at its first question. */
function goTo(row) {
  if (!row) return;
  entryOf(row.querySelector("[role=radiogroup]")).focus();
  row.scrollIntoView({ block: "nearest" });
}

/** Listen to the keys of the lines of a register. */
export function listenToRegisterKeys(rows) {
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key === "Escape" && target.matches(TYPING)) target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches(TYPING)) return;
    const row = target.closest("[data-subject]");
    const group = target.closest("[role=radiogroup]");
    const place = rows.indexOf(row);
    const radios = group ? [...group.querySelectorAll("input")] : [];
    const chosen = /^[1-9]$/.test(key) ? radios[key - 1] : radios.find(({ value }) => value === ANSWERS[key]);
    if (chosen) answer(row, group, chosen);
    else if (key === "j") goTo(rows[place + 1]);
    else if (key === "k") goTo(rows[place - 1]);
    else if (key === "d" && row) row.querySelector("summary").click();
    else return;
    event.preventDefault();
  });
}
