/** A reply that is never finished: each line of it is a page of the chat. After a break we ask from where we are. */

import { after } from "../after.js";
import { Backoff } from "../backoff.js";
import { lines } from "../lines.js";
import { Refused, TryAgain, open as ask, store } from "../requests.js";

/**
 * @param {{url: string, path: string, base: number, silence: number}} settings seconds; `silence` 0: never mind
 * @returns {import("../client.js").Transport}
 */
export function open({ url, path, base, silence }) {
  return new Http2Stream({ url: new URL(path, url), base, silence });
}

class Http2Stream {
  /** @type {import("../client.js").Inbox | null} */
  #inbox = null;
  #stop = new AbortController();
  #backoff;
  #cancel = () => {};
  #waiting = false;

  /** @param {{url: URL, base: number, silence: number}} options */
  constructor({ url, base, silence }) {
    this.url = url;
    this.silence = silence * 1000;
    this.#backoff = new Backoff({ base: base * 1000 });
  }

  /** @param {import("../client.js").Inbox} inbox */
  start(inbox) {
    this.#inbox = inbox;
    this.#listen();
  }

  stop() {
    this.#inbox = null;
    this.#cancel();
    this.#stop.abort();
  }

  /** Do not wait any longer, where we wait. */
  wake() {
    if (!this.#waiting) return;
    this.#cancel();
    this.#listen();
  }

  /** @param {import("../client.js").Post} post */
  post(post) {
    return store(this.url, post);
  }

  async #listen() {
    this.#waiting = false;
    const failure = await this.#hear().catch((error) => error);
    if (!this.#inbox) return;
    if (failure instanceof Refused) return this.#inbox.show("closed");
    this.#inbox.show("retrying");
    this.#waiting = true;
    const asked = failure instanceof TryAgain ? failure.after : 0;
    this.#cancel = after(this.#backoff.next(asked), () => this.#listen());
  }

  /** One reply, to its end. A line that says nothing, not even that it is alive, is given up. */
  async #hear() {
    const overdue = new AbortController();
    const giveUp = () => overdue.abort();
    this.#stop.signal.addEventListener("abort", giveUp);
    const url = new URL(this.url);
    if (this.#inbox?.cursor) url.searchParams.set("after", this.#inbox.cursor);
    let calm = () => {};
    try {
      const reply = await ask(url, { signal: overdue.signal });
      for await (const line of lines(/** @type {ReadableStream<Uint8Array>} */ (reply.body))) {
        calm();
        if (line.trim()) this.#take(JSON.parse(line));
        if (this.silence) calm = after(this.silence, giveUp);
      }
    } finally {
      calm();
      this.#stop.signal.removeEventListener("abort", giveUp);
    }
  }

  /** @param {import("../client.js").Page} page */
  #take(page) {
    this.#inbox?.deliver(page);
    this.#inbox?.show("live");
    this.#backoff.reset();
  }
}
