// What was said, on its way to the server: kept on this device until it acknowledges it, sent one at a time, in order.

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** What became of one attempt to save something. */
export const Outcome = Object.freeze({ SAVED: "saved", WAITING: "waiting", SIGNED_OUT: "signed-out", REFUSED: "refused", CONFLICT: "conflict" });

export class Queue {
  #prefix;
  #address;
  #report;
  #about;
  #sending = false;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #inFlight = null;

  /**
   * @param {string} prefix under which these are kept
   * @param {(id: string) => string} address where one is put
   * @param {(body: object) => string} about what one is about: the next about the same thing replaces it while unsent
   * @param {(outcome: string, body: object, reply: object) => void} report told of each attempt
   */
  constructor(prefix, address, about, report) {
    this.#prefix = prefix;
    this.#address = address;
    this.#about = about;
    this.#report = report;
    addEventListener("online", () => this.#again());
    addEventListener("focus", () => this.#again());
  }

  /** Everything not acknowledged yet, oldest first. */
  items() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
    return keys.map((key) => JSON.parse(localStorage.getItem(key))).sort((a, b) => a.made - b.made);
  }

  /** The newest that waits about something, or undefined. */
  newest(about) {
    return this.items().findLast(({ body }) => this.#about(body) === about);
  }

  /** Put one in the queue; one that was never sent is replaced by its successor. */
  add(body) {
    const before = this.newest(this.#about(body));
    if (before && !before.tried && before.body.id !== this.#inFlight) {
      if ("follows_id" in body) body = { ...body, follows_id: before.body.follows_id };
      this.drop(before.body.id);
    }
    this.#store({ body, made: Math.max(Date.now(), (before?.made ?? 0) + 1), tried: false, held: false });
    this.send();
    return body;
  }

  /** Forget one. */
  drop(id) {
    localStorage.removeItem(this.#prefix + id);
  }

  /** Resolve once nothing waits to be sent, or after a while. */
  async settled(patience) {
    const limit = Date.now() + patience;
    while (this.#next() && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 25));
  }

  /** Send what waits, one at a time; two open pages take turns. */
  async send() {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      if (navigator.locks) await navigator.locks.request(this.#prefix, () => this.#sendAll());
      else await this.#sendAll();
    } finally {
      this.#sending = false;
    }
  }

  async #sendAll() {
    for (let item = this.#next(); item; item = this.#next()) {
      this.#store({ ...item, tried: true });
      this.#inFlight = item.body.id;
      const [outcome, reply] = await this.#put(item.body);
      this.#inFlight = null;
      if (outcome === Outcome.SAVED) this.drop(item.body.id);
      else if (outcome === Outcome.REFUSED || outcome === Outcome.CONFLICT) this.#store({ ...item, tried: true, held: true, reply });
      this.#report(outcome, item.body, reply);
      if (outcome === Outcome.WAITING || outcome === Outcome.SIGNED_OUT) {
        this.#later();
        return;
      }
      this.#wait = FIRST_WAIT_MS;
    }
  }

  /** Try one, and once more with a fresh token when the page has been open too long. */
  async #put(body, fresh = false) {
    try {
      const response = await fetch(this.#address(body.id), {
        method: "PUT",
        redirect: "manual",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": tokenElement().content },
        body: JSON.stringify(body),
      });
      if (response.type === "opaqueredirect" || response.status === 401) return [Outcome.SIGNED_OUT, {}];
      if (response.status >= 500 || response.status === 429) return [Outcome.WAITING, {}];
      const reply = await response.json();
      if (response.ok) return [Outcome.SAVED, reply];
      if (response.status === 409) return [Outcome.CONFLICT, reply];
      if (response.status === 400 && !fresh) {
        const page = await fetch(location.href, { redirect: "manual" });
        if (page.type === "opaqueredirect") return [Outcome.SIGNED_OUT, {}];
        if (renewToken(await page.text())) return this.#put(body, true);
      }
      return [Outcome.REFUSED, reply];
    } catch {
      return [Outcome.WAITING, {}];
    }
  }

  #next() {
    return this.items().find((item) => !item.held);
  }

  #store(item) {
    localStorage.setItem(this.#prefix + item.body.id, JSON.stringify(item));
  }

  #later() {
    this.#timer = setTimeout(() => this.send(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #again() {
    this.#wait = FIRST_WAIT_MS;
    this.send();
  }
}

/** Let the last change of a form reach the server before another page is asked for, by a link or by another form. */
export function leaveWhenSent(queue, commit, patience, form) {
  const waiting = () => {
    commit();
    return queue.items().some((item) => !item.held);
  };
  let leaving = false;

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.closest("#saved") || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    if ((link.hash && link.pathname === location.pathname) || !waiting()) return;
    event.preventDefault();
    await queue.settled(patience);
    location.assign(link.href);
  });
  document.addEventListener(
    "submit",
    async (event) => {
      if (event.target === form || leaving || !waiting()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await queue.settled(patience);
      leaving = true;
      event.target.requestSubmit(event.submitter);
    },
    true,
  );
  addEventListener("pageshow", () => (leaving = false));
}

function tokenElement() {
  return document.querySelector("meta[name=csrf-token]");
}

/** Take the token of a fresh copy of this page; say whether it is another one. */
function renewToken(text) {
  const token = new DOMParser().parseFromString(text, "text/html").querySelector("meta[name=csrf-token]")?.content;
  const other = Boolean(token) && token !== tokenElement().content;
  if (other) tokenElement().content = token;
  return other;
}
