/**
 * Server-Sent Events: the browser reads the stream, comes again when it breaks, and says which event was the last one.
 * It does so for a broken line only: any status but 200 closes it for good, and then a new one has to be made.
 */

import { after } from "../after.js";
import { Backoff } from "../backoff.js";
import { store } from "../requests.js";

/**
 * @param {{url: string, path: string, base: number}} settings
 * @returns {import("../client.js").Transport}
 */
export function open({ url, path, base }) {
  return new Events({ url: new URL(path, url), base });
}

class Events {
  /** @type {import("../client.js").Inbox | null} */
  #inbox = null;
  /** @type {EventSource | null} */
  #source = null;
  #backoff;
  #cancel = () => {};

  /** @param {{url: URL, base: number}} options */
  constructor({ url, base }) {
    this.url = url;
    this.#backoff = new Backoff({ base: base * 1000 });
  }

  /** @param {import("../client.js").Inbox} inbox */
  start(inbox) {
    this.#inbox = inbox;
    this.#connect();
  }

  stop() {
    this.#inbox = null;
    this.#cancel();
    this.#source?.close();
  }

  /** Do not wait any longer, where we wait. */
  wake() {
    if (this.#source?.readyState === EventSource.CLOSED) this.#connect();
  }

  /** @param {import("../client.js").Post} post */
  post(post) {
    return store(this.url, post);
  }

  #connect() {
    this.#cancel();
    const url = new URL(this.url);
    if (this.#inbox?.cursor) url.searchParams.set("after", this.#inbox.cursor); // a new one knows no last event
    const source = new EventSource(url);
    this.#source = source;
    source.onmessage = (event) => this.#take(JSON.parse(event.data));
    source.onerror = () => {
      if (!this.#inbox) return;
      this.#inbox.show("retrying");
      if (source.readyState !== EventSource.CLOSED) return; // it comes again by itself
      this.#cancel = after(this.#backoff.next(), () => this.#connect());
    };
  }

  /** @param {import("../client.js").Page} page */
  #take(page) {
    this.#inbox?.deliver(page);
    this.#inbox?.show("live");
    this.#backoff.reset();
  }
}
