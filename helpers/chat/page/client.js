/**
 * One person at the chat, over any transport. Each message comes out once and in order; posts go out one after the
 * other, each with a key of its own, so that a retry stores it once.
 *
 * @typedef {{id: number, key: string, name: string, text: string, time: number}} Message
 * @typedef {{messages: Message[], cursor: string, gap: boolean, more: boolean}} Page
 * @typedef {{key: string, name: string, text: string}} Post
 * @typedef {"connecting" | "live" | "retrying" | "paused" | "closed"} Presence
 * @typedef {{readonly cursor: string | null, deliver(page: Page): void, show(presence: Presence): void}} Inbox
 * @typedef {{start(inbox: Inbox): void, stop(): void, wake(): void, post(post: Post): Promise<void>}} Transport
 * @typedef {{messages(messages: Message[], gap: boolean): void, presence(presence: Presence): void}} Listener
 */

import { after } from "./after.js";
import { Backoff } from "./backoff.js";
import { TryAgain } from "./requests.js";

export class Client {
  /** @param {Listener} listener @param {{base?: number}} [options] the backoff's base in milliseconds */
  constructor(listener, { base } = {}) {
    this.listener = listener;
    this.base = base;
    /** @type {string | null} */
    this.cursor = null;
    /** @type {Set<string>} */
    this.keys = new Set();
    /** @type {Transport | null} */
    this.transport = null;
    /** @type {(value: unknown) => void} */
    this.opened = () => {};
    /** @type {Promise<unknown>} */
    this.sending = new Promise((resolve) => (this.opened = resolve));
  }

  /** Go on over `transport`, where the last one stopped. @param {Transport} transport */
  use(transport) {
    this.transport?.stop();
    this.transport = transport;
    this.show("connecting");
    transport.start(this);
    this.opened(null);
  }

  /** Somebody looks, or the network is back: ask now. */
  wake() {
    this.transport?.wake();
  }

  /**
   * Send, through every failure that may pass; resolves when it is stored, rejects when it never will be.
   * @param {Post} post
   * @returns {Promise<void>}
   */
  post(post) {
    const sent = this.sending.then(() => this.#send(post));
    this.sending = sent.catch(() => {});
    return sent;
  }

  /** @param {Page} page */
  deliver(page) {
    const last = page.gap || this.cursor === null ? 0 : idOf(this.cursor);
    const fresh = page.messages.filter((message) => message.id > last && !(page.gap && this.keys.has(message.key)));
    for (const message of fresh) this.keys.add(message.key);
    if (page.gap || this.cursor === null || idOf(page.cursor) > last) this.cursor = page.cursor; // never back
    if (fresh.length || page.gap) this.listener.messages(fresh, page.gap);
  }

  /** @param {Presence} presence */
  show(presence) {
    this.listener.presence(presence);
  }

  /** @param {Post} post */
  async #send(post) {
    const backoff = new Backoff({ base: this.base });
    for (;;) {
      try {
        await this.transport?.post(post);
        this.wake();
        return;
      } catch (error) {
        if (!(error instanceof TryAgain)) throw error;
        await new Promise((resolve) => after(backoff.next(error.after), () => resolve(null)));
      }
    }
  }
}

/** @param {string} cursor */
function idOf(cursor) {
  return Number(cursor.slice(cursor.lastIndexOf(".") + 1));
}

/** A key for a post. `crypto.randomUUID` exists on secure origins only. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
