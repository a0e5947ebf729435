// Follow a report while it is made, then take it; without this script the page loads itself again.

const EVERY_MS = 600;
const LATER_MS = 3000;
const job = document.querySelector("#job");
const words = document.querySelector("#job-words");
const bar = document.querySelector("#job-bar");
let leaving = false;

/** Ask where the report stands; a server out of reach for a moment is asked again. */
async function look() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "application/json" }, cache: "no-store" });
    const found = response.ok ? await response.json() : { working: false };
    // Cancelled or left meanwhile: where the person goes is theirs to say.
    if (!leaving) tell(found);
  } catch {
    setTimeout(look, LATER_MS);
  }
}

/** Show where it stands; what ends otherwise than well is the server's page to tell. */
function tell(found) {
  if (found.file) return take(found);
  if (!found.working) return location.reload();
  if (words.textContent !== found.words) words.textContent = found.words;
  bar.max = found.steps;
  bar.value = found.step;
  setTimeout(look, EVERY_MS);
}

/** Say that it is ready, leave a link to it, and begin the download. */
function take(found) {
  const link = document.querySelector("#job-file");
  job.replaceChildren(words);
  words.textContent = found.words;
  link.href = found.file;
  document.querySelector("#job-done").hidden = false;
  document.querySelector("h1").textContent = found.words.replace(/\.$/, "");
  link.focus();
  location.assign(found.file);
}

document.addEventListener("submit", () => { leaving = true; });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
setTimeout(look, EVERY_MS / 2);
