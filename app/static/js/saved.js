// How far saving is, in words, always in sight.

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium" });

export class Saved {
  #status;
  #signIn;

  /**
   * @param {HTMLElement} status where it is said, its words in its data attributes
   * @param {string} signIn where a session that has ended begins again
   */
  constructor(status, signIn) {
    this.#status = status;
    this.#signIn = signIn;
  }

  /** The words of the page. */
  get words() {
    return this.#status.dataset;
  }

  /** Show how far saving is. */
  say(text, done = false) {
    this.#status.classList.toggle("is-waiting", !done);
    this.#status.querySelector("svg")?.remove();
    this.#status.lastElementChild.textContent = text;
  }

  /** Say when the last change was saved. */
  sayTime(moment) {
    this.say(this.words.saved.replace("{time}", clock.format(new Date(moment))), true);
  }

  /** Say that something is on its way; a link that goes away under the hand cannot be pressed, so one stays. */
  saySaving() {
    if (!this.#status.querySelector("a")) this.say(this.words.saving);
  }

  /** Say why something was refused. */
  sayRefused(reply) {
    this.say(this.words.refused.replace("{reason}", reply?.error ?? ""));
  }

  /** Say that the session has ended, with the way back to this page. */
  saySignedOut() {
    if (!this.#status.querySelector("a")) this.sayLink(this.#signIn, this.words.signedOut);
  }

  /** Say something that leads elsewhere. */
  sayLink(address, text) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = text;
    this.say("");
    this.#status.lastElementChild.replaceChildren(link);
  }

  /** Show the time that the page was drawn with the reader's clock. */
  restoreTime() {
    const stored = this.#status.querySelector("time");
    if (stored) this.#status.lastElementChild.textContent = this.words.saved.replace("{time}", clock.format(new Date(stored.dateTime)));
  }
}
