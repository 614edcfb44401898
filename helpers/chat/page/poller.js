/** Asks for what is new, again and again. The timer is set after the reply: there are never two requests in flight. */

import { after } from "./after.js";
import { Backoff } from "./backoff.js";
import { Refused, TryAgain, request, store } from "./requests.js";

const UNHELD = 3000; // for a server that has nothing to tell and says so at once
const AT_ONCE = 1000;

/** Polls while somebody looks; a held poll (`hold` > 0) may stay, since it costs no timer. */
export class Poller {
  /** @type {import("./client.js").Inbox | null} */
  #inbox = null;
  #cancel = () => {};
  #stop = new AbortController();
  #asking = false;
  #sure = false; // the last request was answered
  #backoff;

  /** @param {{url: URL, delay: number, hold: number, base: number}} options times in ms, the base in seconds */
  constructor({ url, delay, hold, base }) {
    this.url = url;
    this.#backoff = new Backoff({ base: base * 1000 });
    this.delay = delay;
    this.hold = hold;
  }

  /** @param {import("./client.js").Inbox} inbox */
  start(inbox) {
    this.#inbox = inbox;
    document.addEventListener("visibilitychange", this.#look, { signal: this.#stop.signal });
    this.#look();
  }

  stop() {
    this.#stop.abort();
    this.#cancel();
    this.#inbox = null;
  }

  /** Ask now, unless a request is under way or nobody looks. */
  wake() {
    if (this.#asking || this.#paused || !this.#inbox) return;
    this.#cancel();
    this.#ask();
  }

  /** @param {import("./client.js").Post} post */
  post(post) {
    return store(this.url, post);
  }

  get #paused() {
    return this.hold === 0 && document.hidden;
  }

  #look = () => {
    if (!this.#paused) return this.wake();
    this.#cancel();
    this.#inbox?.show("paused");
  };

  async #ask() {
    this.#asking = true;
    const delay = await this.#exchange();
    this.#asking = false;
    if (this.#inbox === null || delay === null) return;
    if (this.#paused) this.#inbox.show("paused");
    else this.#cancel = after(delay, () => this.#ask());
  }

  /** One request; the milliseconds to wait before the next, or null where there should be none. */
  async #exchange() {
    const started = performance.now();
    const cursor = this.#inbox?.cursor;
    const hold = this.#sure ? this.hold : 0; // after a failure ask for a quick reply: it switches the light
    try {
      const page = await this.#poll(cursor, hold);
      this.#sure = true;
      this.#inbox?.deliver(page);
      this.#inbox?.show("live");
      this.#backoff.reset();
      if (page.cursor !== cursor) return page.more ? 0 : this.delay;
      return hold && performance.now() - started < AT_ONCE ? UNHELD : this.delay;
    } catch (error) {
      this.#sure = false;
      if (!(error instanceof TryAgain)) console.error(error);
      this.#inbox?.show(error instanceof Refused ? "closed" : "retrying");
      return error instanceof Refused ? null : this.#backoff.next(error instanceof TryAgain ? error.after : 0);
    }
  }

  /** @param {string | null | undefined} cursor @param {number} hold @returns {Promise<import("./client.js").Page>} */
  #poll(cursor, hold) {
    const url = new URL(this.url);
    if (cursor) url.searchParams.set("after", cursor);
    if (this.hold) url.searchParams.set("wait", String(hold / 1000));
    return request(url, { signal: this.#stop.signal, hold });
  }
}
