// What a field says, now or as it was served: what was said before the script was there is known by the difference.

/** Whether a tick or a choice is taken. */
export function isTicked(field, served) {
  return served ? field.defaultChecked : field.checked;
}

/** The text of a field, or the chosen line of a list. */
export function textOf(field, served) {
  if (!served) return field.value;
  if (!field.matches("select")) return field.defaultValue;
  const chosen = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return chosen?.value ?? "";
}
