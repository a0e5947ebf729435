// The interview page: every change is saved without a button, and nothing typed is lost.

import { listenToKeys } from "./keys.js";
import { Outcome, Queue } from "./queue.js";

const PAUSE_MS = 800;
const PATIENCE_MS = 1500;
const LEVELS = ["0", "1", "2", "3", "4", "5"];
const STATES = { n: "not_applicable", u: "dont_know" };

const form = document.getElementById("answer");
const status = document.getElementById("saved");
const rival = document.getElementById("rival");
const { engagement, respondent, practice, answers, signIn } = form.dataset;
const DRAFT = `visavis.draft.${engagement}.${respondent}.${practice}`;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium" });

let last = form.elements.follows_id.value || null;
let sent = JSON.stringify(typed());
let pause = 0;

const queue = new Queue(engagement, (id) => answers.replace("00000000-0000-0000-0000-000000000000", id), told);

/** What the form says now. */
function typed() {
  const { said, backing, contradicts, comment } = form.elements;
  return { said: said.value, backing: backing.value, contradicts: contradicts.checked, comment: comment.value };
}

/** Make the form say something. */
function fill({ said, backing, contradicts, comment }) {
  form.elements.said.value = said;
  form.elements.backing.value = backing;
  form.elements.contradicts.checked = contradicts;
  form.elements.comment.value = comment;
}

/** Show how far saving is, in words. */
function say(text, done = false) {
  status.classList.toggle("is-waiting", !done);
  status.querySelector("svg")?.remove();
  status.lastElementChild.textContent = text;
}

/** Keep what is typed on this device at once; hand it to the queue when it is an answer. */
function commit() {
  clearTimeout(pause);
  const now = typed();
  if (JSON.stringify(now) === sent) return;
  if (!now.said || (now.said === "n" && !now.comment.trim())) {
    if (now.said === "n") say(status.dataset.why);
    else if (now.comment.trim()) say(status.dataset.waiting);
    return;
  }
  if (!rival.hidden) return;
  const state = STATES[now.said] ?? "level";
  const body = queue.add({
    id: crypto.randomUUID(),
    respondent_id: respondent,
    practice_id: practice,
    follows_id: last,
    state,
    level: state === "level" ? Number(now.said) : null,
    backing: now.backing,
    contradicts: now.contradicts,
    comment: now.comment.trim() ? now.comment : null,
    said_at: new Date().toISOString(),
  });
  last = body.id;
  sent = JSON.stringify(now);
  localStorage.removeItem(DRAFT);
  mark(now.said);
  // A link that goes away under the hand cannot be pressed: the way back to signing in stays until it is used.
  if (!status.querySelector("a")) say(status.dataset.saving);
}

/** Show the answer in the list of practices. */
function mark(said) {
  const chip = document.querySelector(`.steps [data-practice="${practice}"] .chip`);
  if (!chip) return;
  const side = form.classList.contains("is-client") ? "c" : "p";
  chip.className = LEVELS.includes(said) ? `chip on-${side}${said}` : "chip none";
  chip.textContent = LEVELS.includes(said) ? said : { n: "–", u: "?" }[said];
}

/** Be told what became of an answer, maybe one given on an earlier page. */
function told(outcome, body, reply) {
  if (outcome === Outcome.SAVED) say(status.dataset.saved.replace("{time}", clock.format(new Date(reply.recorded_at))), true);
  else if (outcome === Outcome.WAITING) say(status.dataset.waiting);
  else if (outcome === Outcome.SIGNED_OUT) saySignedOut();
  else if (outcome === Outcome.REFUSED) say(status.dataset.refused.replace("{reason}", reply.error ?? ""));
  else if (body.practice_id === practice && body.respondent_id === respondent) showRival(body, reply);
  else sayElsewhere(body);
}

/** Say that an answer given on another page waits for a choice, with the way to it. */
function sayElsewhere(body) {
  const place = document.querySelector(`.steps [data-practice="${body.practice_id}"] a`);
  if (!place || body.respondent_id !== respondent) return;
  const link = document.createElement("a");
  link.href = place.href;
  link.textContent = status.dataset.elsewhere.replace("{name}", place.lastElementChild.textContent);
  say("");
  status.lastElementChild.replaceChildren(link);
}

/** Say that the session has ended, with the way back to this page. */
function saySignedOut() {
  if (status.querySelector("a")) return;
  const link = document.createElement("a");
  link.href = signIn;
  link.textContent = status.dataset.signedOut;
  say("");
  status.lastElementChild.replaceChildren(link);
}

/** Show both texts: the one that was stored meanwhile, and the one of this page. */
function showRival(body, { current }) {
  say(status.dataset.conflict);
  for (const part of ["when", "said", "comment"]) rival.querySelector(`[data-rival=${part}]`).textContent = current[part] ?? "";
  rival.dataset.current = current.id;
  rival.dataset.mine = body.id;
  rival.hidden = false;
  rival.scrollIntoView({ block: "center" });
}

rival.querySelector("[name=keep]").addEventListener("click", (event) => {
  event.preventDefault();
  if (rival.dataset.mine) queue.drop(rival.dataset.mine);
  last = rival.dataset.current ?? last;
  sent = "";
  rival.hidden = true;
  commit();
});

rival.querySelector("[data-keep-stored]").addEventListener("click", () => {
  if (rival.dataset.mine) queue.drop(rival.dataset.mine);
  localStorage.removeItem(DRAFT);
  sent = JSON.stringify(typed());
});

form.addEventListener("input", () => localStorage.setItem(DRAFT, JSON.stringify(typed())));
form.addEventListener("change", (event) => {
  if (event.target.value === "n" && event.target.name === "said") form.elements.comment.focus();
  commit();
});
form.elements.comment.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(commit, PAUSE_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  commit();
});
addEventListener("pagehide", commit);
document.addEventListener("submit", commit, true);

/** Let the last change reach the server before another page is asked for. */
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.closest("#saved") || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
  commit();
  if (!queue.items().some((item) => !item.held)) return;
  event.preventDefault();
  await queue.settled(PATIENCE_MS);
  location.assign(link.href);
});

/** Come back to what was on this page: an answer still waiting, or a text without one. */
function restore() {
  const waiting = queue.newest(respondent, practice);
  if (waiting) {
    const { body } = waiting;
    const said = Object.keys(STATES).find((key) => STATES[key] === body.state) ?? String(body.level);
    fill({ said, backing: body.backing, contradicts: body.contradicts, comment: body.comment ?? "" });
    last = body.id;
    sent = JSON.stringify(typed());
    mark(said);
    if (waiting.held) {
      const conflict = waiting.reply?.current;
      if (conflict) showRival(body, waiting.reply);
      else say(status.dataset.refused.replace("{reason}", waiting.reply?.error ?? ""));
    }
  }
  const elsewhere = queue.items().find((item) => item.held && item.body.practice_id !== practice);
  if (elsewhere) sayElsewhere(elsewhere.body);
  const draft = localStorage.getItem(DRAFT);
  if (draft) {
    fill(JSON.parse(draft));
    commit();
  }
}

const stored = status.querySelector("time");
if (stored) status.lastElementChild.textContent = status.dataset.saved.replace("{time}", clock.format(new Date(stored.dateTime)));
restore();
listenToKeys(form);
queue.send();
