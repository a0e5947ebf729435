// The interview page: every change is saved without a button, and nothing typed is lost.

import { isTicked, textOf } from "./fields.js";
import { listenToKeys } from "./keys.js";
import { Outcome, Queue, leaveWhenSent } from "./queue.js";
import { Saved } from "./saved.js";

const PAUSE_MS = 800;
const PATIENCE_MS = 1500;
const LEVELS = ["0", "1", "2", "3", "4", "5"];
const STATES = { n: "not_applicable", u: "dont_know" };

const form = document.getElementById("answer");
const rival = document.getElementById("rival");
const { engagement, respondent, practice, answers, signIn } = form.dataset;
const DRAFT = `visavis.draft.${engagement}.${respondent}.${practice}`;
const ABOUT = `${respondent} ${practice}`;
const saved = new Saved(document.getElementById("saved"), signIn);

let last = form.elements.follows_id.value || null;
let sent = JSON.stringify(typed(true));
let pause = 0;

const queue = new Queue(
  `visavis.answer.${engagement}.`,
  (id) => answers.replace("00000000-0000-0000-0000-000000000000", id),
  (body) => `${body.respondent_id} ${body.practice_id}`,
  told,
);

/** What the form says, now or as it was served. */
function typed(served = false) {
  const { said, backing, contradicts, comment } = form.elements;
  const chosen = (choices) => [...choices].find((choice) => isTicked(choice, served))?.value ?? "";
  return {
    said: chosen(said),
    backing: chosen(backing),
    contradicts: isTicked(contradicts, served),
    comment: textOf(comment, served),
  };
}

/** Make the form say something. */
function fill({ said, backing, contradicts, comment }) {
  form.elements.said.value = said;
  form.elements.backing.value = backing;
  form.elements.contradicts.checked = contradicts;
  form.elements.comment.value = comment;
}

/** Keep what is typed on this device at once; hand it to the queue when it is an answer. */
function commit() {
  clearTimeout(pause);
  const now = typed();
  if (JSON.stringify(now) === sent) return;
  if (!now.said || (now.said === "n" && !now.comment.trim())) {
    if (now.said === "n") saved.say(saved.words.why);
    else if (now.comment.trim()) saved.say(saved.words.waiting);
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
  saved.saySaving();
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
  if (outcome === Outcome.SAVED) saved.sayTime(reply.recorded_at);
  else if (outcome === Outcome.WAITING) saved.say(saved.words.waiting);
  else if (outcome === Outcome.SIGNED_OUT) saved.saySignedOut();
  else if (outcome === Outcome.REFUSED) saved.sayRefused(reply);
  else if (body.practice_id === practice && body.respondent_id === respondent) showRival(body, reply);
  else sayElsewhere(body);
}

/** Say that an answer given on another page waits for a choice, with the way to it. */
function sayElsewhere(body) {
  const place = document.querySelector(`.steps [data-practice="${body.practice_id}"] a`);
  if (!place || body.respondent_id !== respondent) return;
  saved.sayLink(place.href, saved.words.elsewhere.replace("{name}", place.lastElementChild.textContent));
}

/** Show both texts: the one that was stored meanwhile, and the one of this page. */
function showRival(body, { current }) {
  saved.say(saved.words.conflict);
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
leaveWhenSent(queue, commit, PATIENCE_MS, form);

/** Come back to what was on this page: an answer still waiting, a text without one, what was said before this script came. */
function restore() {
  const waiting = queue.newest(ABOUT);
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
      else saved.sayRefused(waiting.reply);
    }
  }
  const elsewhere = queue.items().find((item) => item.held && item.body.practice_id !== practice);
  if (elsewhere) sayElsewhere(elsewhere.body);
  const draft = localStorage.getItem(DRAFT);
  if (draft) fill(JSON.parse(draft));
  commit();
}

saved.restoreTime();
restore();
listenToKeys(form);
queue.send();
