// Registers: what is said of a line is saved as it changes, field by field, so that two people can fill one register.

import { isTicked, textOf } from "./fields.js";
import { Outcome, Queue, leaveWhenSent } from "./queue.js";
import { listenToRegisterKeys } from "./register-keys.js";
import { Saved } from "./saved.js";

const PAUSE_MS = 800;
const PATIENCE_MS = 1500;
const TYPED = "input:not([type=radio], [type=checkbox], [type=hidden]), textarea";

const form = document.getElementById("register");
const { engagement, register, lines, signIn } = form.dataset;
const saved = new Saved(document.getElementById("saved"), signIn);
const rows = [...form.querySelectorAll("[data-subject]")];
const known = new Map();
const pauses = new Map();

const queue = new Queue(
  `visavis.register.${engagement}.`,
  (id) => lines.replace("00000000-0000-0000-0000-000000000000", id),
  (body) => body.id, // each holds other changes: none replaces another
  told,
);

function fieldsOf(row) {
  return [...row.querySelectorAll("input:not([type=hidden]), textarea, select")];
}

function nameOf(row, field) {
  return field.name.slice(row.dataset.subject.length + 1);
}

/** What a line says, now or as it was served, by field. */
function read(row, served = false) {
  const said = {};
  for (const field of fieldsOf(row)) {
    const name = nameOf(row, field);
    if (!field.matches("[type=radio], [type=checkbox]")) said[name] = textOf(field, served);
    else if (isTicked(field, served)) said[name] = field.value;
    else said[name] ??= "";
  }
  return said;
}

/** Make some fields of a line say something. */
function fill(row, said) {
  for (const field of fieldsOf(row)) {
    const text = said[nameOf(row, field)];
    if (text === undefined) continue;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = field.value === text;
    else if (field.value !== text) field.value = text;
  }
}

/** The fields of `now` that differ from `before`. */
function changes(before, now) {
  return Object.fromEntries(Object.entries(now).filter(([name, text]) => before[name] !== text));
}

function waitingFor(row) {
  return queue.items().filter(({ body }) => body.register === register && body.subject === row.dataset.subject);
}

/** Show what is wrong with a line, or that nothing is any more. */
function showError(row, text) {
  const place = row.querySelector("[data-error]");
  place.textContent = text;
  place.hidden = !text;
  row.classList.toggle("err", Boolean(text));
}

/** Hand what was changed on a line to the queue, with what was refused of it before. */
function commit(row) {
  clearTimeout(pauses.get(row));
  const now = read(row);
  let fields = changes(known.get(row), now);
  if (!Object.keys(fields).length) return;
  for (const { body, held } of waitingFor(row)) {
    if (!held) continue;
    fields = { ...body.fields, ...fields };
    queue.drop(body.id);
  }
  known.set(row, now);
  queue.add({ id: crypto.randomUUID(), register, subject: row.dataset.subject, fields });
  saved.saySaving();
}

function commitAll() {
  rows.forEach(commit);
}

/** Be told what became of a change, maybe one made on another page. */
function told(outcome, body, reply) {
  const row = body.register === register ? rows.find(({ dataset }) => dataset.subject === body.subject) : undefined;
  if (outcome === Outcome.SAVED) {
    saved.sayTime(reply.recorded_at);
    if (body.register === register) document.getElementById("balance").innerHTML = reply.balance;
    if (row) showHeld(row, reply);
  } else if (outcome === Outcome.WAITING) saved.say(saved.words.waiting);
  else if (outcome === Outcome.SIGNED_OUT) saved.saySignedOut();
  else {
    saved.sayRefused(reply);
    if (row) showError(row, reply.error ?? "");
  }
}

/** Show a line as the server holds it, what others said of it too, except where somebody is typing. */
function showHeld(row, { fields, pieces }) {
  showError(row, "");
  for (const [name, html] of Object.entries(pieces)) row.querySelector(`[data-piece=${name}]`).innerHTML = html;
  if (waitingFor(row).length) return;
  const typed = changes(known.get(row), read(row));
  fill(row, Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in typed))));
  known.set(row, { ...read(row), ...Object.fromEntries(Object.keys(typed).map((name) => [name, fields[name]])) });
}

/** Come back to what was on this page: changes that still wait, were refused, or were made before this script came. */
function restore(row) {
  const served = read(row, true);
  const early = changes(served, read(row));
  known.set(row, served);
  for (const { body, held, reply } of waitingFor(row)) {
    fill(row, body.fields);
    known.set(row, { ...known.get(row), ...body.fields });
    if (!held) continue;
    showError(row, reply?.error ?? "");
    saved.sayRefused(reply);
  }
  fill(row, early);
  commit(row);
}

form.addEventListener("input", (event) => {
  const row = event.target.closest("[data-subject]");
  if (!row || !event.target.matches(TYPED)) return;
  clearTimeout(pauses.get(row));
  pauses.set(row, setTimeout(() => commit(row), PAUSE_MS));
});
form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-subject]");
  if (row) commit(row);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  commitAll();
});
addEventListener("pagehide", commitAll);
document.addEventListener("submit", (event) => event.target !== form && commitAll(), true);
document.querySelector("[data-submits]")?.addEventListener("change", async (event) => {
  commitAll();
  await queue.settled(PATIENCE_MS);
  event.target.form.submit();
});
leaveWhenSent(queue, commitAll, PATIENCE_MS);

rows.forEach(restore);
listenToRegisterKeys(rows);
queue.send();
