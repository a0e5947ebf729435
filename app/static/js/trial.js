// Weights that are tried: what they give is drawn again at each change; without a script the button does it.

const PAUSE_MS = 250;
const form = document.getElementById("trial-form");
let pause, asked;

/** Where the weights as they are typed would be shown. */
function address() {
  return `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
}

/** Bring what the weights give, unless others were asked for meanwhile; or what is wrong with them. */
async function draw() {
  asked?.abort();
  asked = new AbortController();
  const url = address();
  try {
    const answer = await fetch(url, { signal: asked.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wrong = page.querySelector("#trial-form .summary");
    document.getElementById("trial").replaceChildren(...(wrong ? [wrong] : page.getElementById("trial").childNodes));
    if (location.pathname === form.getAttribute("action")) history.replaceState(null, "", url);
  } catch (error) {
    // Away from the server or signed out: the button says so.
    if (error.name !== "AbortError") console.info(error.message);
  }
}

form?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(draw, PAUSE_MS);
});
