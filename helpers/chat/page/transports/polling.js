/** Short polling: ask, take what came, then set a timer. The timer is set after the reply: never two in flight. */

import { Backoff } from "../backoff.js";
import { Refused, TryAgain, request } from "../requests.js";

const PATIENCE = 10_000;
const UNHELD = 3000; // for a server that has nothing to tell and says so at once
const AT_ONCE = 1000;

/**
 * @param {{url: string, interval: number, hold: number, base: number}} settings of the server, in seconds
 * @returns {import("../client.js").Transport}
 */
export function open({ url, interval, base }) {
  return new Poller({ url, delay: interval * 1000, wait: 0, base });
}

/** Polls while somebody looks; a held poll (`wait` > 0) may stay, since it costs no timer. */
export class Poller {
  /** @type {import("../client.js").Inbox | null} */
  #inbox = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stop = new AbortController();
  #asking = false;
  #sure = false; // the last request was answered
  #backoff;

  /** @param {{url: string, delay: number, wait: number, base: number}} options `delay` in ms, the rest in seconds */
  constructor({ url, delay, wait, base }) {
    this.url = new URL("poll", url);
    this.#backoff = new Backoff({ base: base * 1000 });
    this.delay = delay;
    this.wait = wait;
  }

  /** @param {import("../client.js").Inbox} inbox */
  start(inbox) {
    this.#inbox = inbox;
    document.addEventListener("visibilitychange", this.#look, { signal: this.#stop.signal });
    this.#look();
  }

  stop() {
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#inbox = null;
  }

  /** Ask now, unless a request is under way or nobody looks. */
  wake() {
    if (this.#asking || this.#paused || !this.#inbox) return;
    clearTimeout(this.#timer);
    this.#ask();
  }

  /** @param {import("../client.js").Post} post */
  async post(post) {
    const headers = { "Content-Type": "application/json" };
    await request(this.url, { method: "POST", headers, body: JSON.stringify(post), patience: PATIENCE });
  }

  get #paused() {
    return this.wait === 0 && document.hidden;
  }

  #look = () => {
    if (!this.#paused) return this.wake();
    clearTimeout(this.#timer);
    this.#inbox?.show("paused");
  };

  async #ask() {
    this.#asking = true;
    const delay = await this.#exchange();
    this.#asking = false;
    if (this.#inbox === null || delay === null) return;
    if (this.#paused) this.#inbox.show("paused");
    else this.#timer = setTimeout(() => this.#ask(), delay);
  }

  /** One request; the milliseconds to wait before the next, or null where there should be none. */
  async #exchange() {
    const started = performance.now();
    const wait = this.#sure ? this.wait : 0; // after a failure ask for a quick reply: it switches the light
    try {
      const page = await this.#poll(wait);
      this.#sure = true;
      this.#inbox?.deliver(page);
      this.#inbox?.show("live");
      this.#backoff.reset();
      const unheld = wait && !page.messages.length && performance.now() - started < AT_ONCE;
      return page.more ? 0 : unheld ? UNHELD : this.delay;
    } catch (error) {
      this.#sure = false;
      if (!(error instanceof TryAgain)) console.error(error);
      this.#inbox?.show(error instanceof Refused ? "closed" : "retrying");
      return error instanceof Refused ? null : this.#backoff.next(error instanceof TryAgain ? error.after : 0);
    }
  }

  /** @param {number} wait @returns {Promise<import("../client.js").Page>} */
  #poll(wait) {
    const url = new URL(this.url);
    if (this.#inbox?.cursor) url.searchParams.set("after", this.#inbox.cursor);
    url.searchParams.set("wait", String(wait));
    // A browser lets one tab at a time ask for a cacheable address: held polls must not be.
    const cache = this.wait ? "no-store" : "no-cache";
    return request(url, { cache, signal: this.#stop.signal, patience: wait * 1000 + PATIENCE });
  }
}
