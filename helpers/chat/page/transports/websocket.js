/**
 * One WebSocket for both ways. Each message says its type. The protocol's own pings are answered by the browser, and no
 * script sees them: so the page asks by messages of its own whether the line is alive.
 */

import { after } from "../after.js";
import { Backoff } from "../backoff.js";
import { Refused, TryAgain } from "../requests.js";

const FULL = 2 ** 16; // bytes that wait in the browser: all the back-pressure that a page can see
const QUIET = 1000; // ms: a line that spoke since then is alive
const BAD_CURSOR = 4400;

/** @typedef {{resolve: (value?: any) => void, reject: (error: Error) => void}} Waiting */

/**
 * @param {{url: string, path: string, origin?: string, base: number, beat: number, patience: number}} settings seconds;
 *   `origin`: where the socket's own server is, unless it is the page's
 * @returns {import("../client.js").Transport}
 */
export function open({ url, path, origin, base, beat, patience }) {
  const address = new URL(path, origin ? beside(origin, url) : url);
  address.protocol = new URL(url).protocol === "https:" ? "wss:" : "ws:";
  return new Line({ url: address, base, beat, patience });
}

/** A page that came through a Jupyter server's `proxy/PORT/` finds its neighbour there. @param {string} origin @param {string} url */
function beside(origin, url) {
  const port = new URL(origin).port;
  return /\/proxy\/\d+\/$/.test(new URL(".", url).pathname) ? new URL(`../${port}/`, url) : origin;
}

class Line {
  /** @type {import("../client.js").Inbox | null} */
  #inbox = null;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();
  #backoff;
  #heardAt = 0;
  #asked = false;
  #again = () => {};
  #calm = () => {};

  /** @param {{url: URL, base: number, beat: number, patience: number}} options */
  constructor({ url, base, beat, patience }) {
    this.url = url;
    this.beat = beat * 1000;
    this.patience = patience * 1000;
    this.#backoff = new Backoff({ base: base * 1000 });
  }

  /** @param {import("../client.js").Inbox} inbox */
  start(inbox) {
    this.#inbox = inbox;
    this.#connect();
  }

  stop() {
    this.#inbox = null;
    this.#again();
    this.#drop("the page goes another way");
  }

  /** Somebody looks, or the network is back: do not wait any longer; ask, where there is a line. */
  wake() {
    if (!this.#inbox) return;
    if (this.#socket === null) this.#connect();
    else if (this.#socket.readyState === WebSocket.OPEN && performance.now() - this.#heardAt > QUIET) this.#ask();
  }

  /** @param {import("../client.js").Post} post */
  post(post) {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new TryAgain("there is no line"));
    if (socket.bufferedAmount > FULL) return Promise.reject(new TryAgain("the line is full"));
    return new Promise((resolve, reject) => {
      this.#waiting.set(post.key, { resolve, reject });
      socket.send(JSON.stringify({ type: "post", ...post }));
    });
  }

  #connect() {
    this.#again();
    const url = new URL(this.url);
    if (this.#inbox?.cursor) url.searchParams.set("after", this.#inbox.cursor);
    const socket = new WebSocket(url, ["json"]);
    this.#socket = socket;
    socket.onopen = () => this.#heard();
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      this.#heard();
      this.#take(JSON.parse(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#lost(code, reason);
    };
    if (this.beat) this.#calm = after(this.beat + this.patience, () => this.#lost(1006, "no answer"));
  }

  /** A sign of life: ask when the next one is overdue. */
  #heard() {
    this.#calm();
    this.#heardAt = performance.now();
    this.#asked = false;
    if (this.beat) this.#calm = after(this.beat, () => this.#ask());
  }

  #ask() {
    if (!this.beat || this.#asked) return;
    this.#asked = true;
    this.#calm();
    this.#socket?.send('{"type":"ping"}');
    this.#calm = after(this.patience, () => this.#lost(1006, "no sign of life"));
  }

  /** @param {any} message */
  #take(message) {
    const waiting = this.#waiting.get(message.key);
    this.#waiting.delete(message.key);
    switch (message.type) {
      case "page":
        this.#inbox?.deliver(message.page);
        this.#inbox?.show("live");
        this.#backoff.reset();
        break;
      case "stored":
        waiting?.resolve();
        break;
      case "refused":
        waiting?.reject(new Refused(message.error));
    }
  }

  /** @param {number} code @param {string} reason */
  #lost(code, reason) {
    this.#drop(reason);
    if (!this.#inbox) return;
    if (code === BAD_CURSOR) return this.#inbox.show("closed");
    this.#inbox.show("retrying");
    this.#again = after(this.#backoff.next(), () => this.#connect());
  }

  /** Without the socket's own goodbye: it may take a minute to come, or never. @param {string} reason */
  #drop(reason) {
    const socket = this.#socket;
    this.#socket = null;
    this.#calm();
    this.#asked = false;
    socket?.close();
    for (const { reject } of this.#waiting.values()) reject(new TryAgain(`the line broke: ${reason}`));
    this.#waiting.clear();
  }
}
