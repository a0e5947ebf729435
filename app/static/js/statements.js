// Pages of questions: each answer is saved as it changes, and what it changes on the page is drawn again.

import { isTicked, textOf } from "./fields.js";
import { Outcome, Queue, leaveWhenSent } from "./queue.js";
import { Saved } from "./saved.js";

const PAUSE_MS = 800;
const PATIENCE_MS = 1500;

const form = document.getElementById("statements");
const { engagement, statements, signIn } = form.dataset;
const saved = new Saved(document.getElementById("saved"), signIn);
const blocks = [...form.querySelectorAll("[data-kind]")];
const sent = new Map();
const pauses = new Map();

const queue = new Queue(
  `visavis.statement.${engagement}.`,
  (id) => statements.replace("00000000-0000-0000-0000-000000000000", id),
  (body) => `${body.kind}-${body.subject}`,
  told,
);

/** The fields of a question. */
function fieldsOf(block) {
  return [...block.querySelectorAll("input, textarea, select")];
}

/** The name of a field inside its question. */
function nameOf(field) {
  return field.name.slice(field.name.lastIndexOf(".") + 1);
}

/** What a question says, now or as it was served: ticks as a list, a single tick or choice as its value, text as typed. */
function read(block, served = false) {
  const value = {};
  for (const field of fieldsOf(block)) {
    const name = nameOf(field);
    const ticked = field.matches("[type=radio], [type=checkbox]") ? isTicked(field, served) : true;
    if (field.matches("[data-many]")) value[name] = [...(value[name] ?? []), ...(ticked ? [field.value] : [])];
    else if (ticked) value[name] = textOf(field, served);
    else value[name] ??= "";
  }
  const { reason = "", ...rest } = value;
  return { value: rest, reason };
}

/** Make a question say something. */
function fill(block, { value, reason }) {
  for (const field of fieldsOf(block)) {
    const said = { ...value, reason }[nameOf(field)] ?? "";
    if (field.matches("[data-many]")) field.checked = said.includes(field.value);
    else if (field.matches("[type=radio], [type=checkbox]")) field.checked = field.value === said;
    else field.value = said;
  }
  const details = block.querySelector("details.said-reason");
  if (reason && details) details.open = true;
}

function draftKey(block) {
  return `visavis.draft.${engagement}.${block.id}`;
}

/** Show what is wrong with a question, or that nothing is any more. */
function showError(block, text) {
  const place = block.querySelector("[data-error]");
  place.textContent = text;
  place.hidden = !text;
  block.classList.toggle("err", Boolean(text));
  const details = block.querySelector("details.said-reason");
  if (text && details) details.open = true;
}

/** Hand a question to the queue when it says something new. */
function commit(block) {
  clearTimeout(pauses.get(block));
  const now = read(block);
  const text = JSON.stringify(now);
  if (text === sent.get(block)) return;
  const missing = [...block.querySelectorAll("[data-needed]")].some((group) => !group.querySelector(":checked"));
  if (missing) {
    saved.say(saved.words.needed);
    return;
  }
  for (const item of queue.items()) if (item.held && `${item.body.kind}-${item.body.subject}` === block.id) queue.drop(item.body.id);
  queue.add({ id: crypto.randomUUID(), kind: block.dataset.kind, subject: block.dataset.subject, ...now });
  sent.set(block, text);
  localStorage.removeItem(draftKey(block));
  saved.saySaving();
}

function commitAll() {
  blocks.forEach(commit);
}

/** Be told what became of a statement, maybe one made on another page. */
function told(outcome, body, reply) {
  const block = document.getElementById(`${body.kind}-${body.subject}`);
  if (outcome === Outcome.SAVED) {
    saved.sayTime(reply.recorded_at);
    if (block) showError(block, "");
    refresh();
  } else if (outcome === Outcome.WAITING) saved.say(saved.words.waiting);
  else if (outcome === Outcome.SIGNED_OUT) saved.saySignedOut();
  else {
    saved.sayRefused(reply);
    if (block) showError(block, reply.error ?? "");
  }
}

let drawing = 0;

/** Draw again what is computed from the answers, once they are all saved. */
function refresh() {
  clearTimeout(drawing);
  if (!document.querySelector("[data-live]")) return;
  drawing = setTimeout(async () => {
    await queue.settled(PATIENCE_MS);
    const response = await fetch(location.href, { redirect: "manual" });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const drawn = fresh.getElementById(part.id);
      if (drawn && drawn.innerHTML !== part.innerHTML) part.replaceChildren(...drawn.childNodes);
    }
  }, 150);
}

/** Come back to what was on this page: what still waits, a text without an answer, what was said before this script came. */
function restore(block) {
  const waiting = queue.newest(block.id);
  if (waiting) fill(block, waiting.body);
  sent.set(block, JSON.stringify(read(block, !waiting)));
  if (waiting?.held) {
    showError(block, waiting.reply?.error ?? "");
    saved.sayRefused(waiting.reply);
  }
  const draft = localStorage.getItem(draftKey(block));
  if (draft) fill(block, JSON.parse(draft));
  commit(block);
}

form.addEventListener("input", (event) => {
  const block = event.target.closest("[data-kind]");
  if (!block) return;
  localStorage.setItem(draftKey(block), JSON.stringify(read(block)));
  if (!event.target.matches("textarea")) return;
  clearTimeout(pauses.get(block));
  pauses.set(block, setTimeout(() => commit(block), PAUSE_MS));
});
form.addEventListener("change", (event) => {
  const block = event.target.closest("[data-kind]");
  if (!block) return;
  if (event.target.matches("[data-many]:checked")) {
    const alone = event.target.matches("[data-alone]");
    for (const other of block.querySelectorAll("[data-many]")) if (other !== event.target && (alone || other.matches("[data-alone]"))) other.checked = false;
  }
  commit(block);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  commitAll();
});
addEventListener("pagehide", commitAll);
leaveWhenSent(queue, commitAll, PATIENCE_MS, form);

blocks.forEach(restore);
queue.send();
