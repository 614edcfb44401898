/**
 * Socket.IO by its official client, which comes from this chat's own server. It begins with HTTP and goes over to a
 * WebSocket where one gets through, comes again by itself, and tells on `auth` where we stopped.
 */

import { Refused, TryAgain } from "../requests.js";
import { showProblem } from "../view.js";

const PATIENCE = 10_000; // ms that an answer may take

/**
 * @param {{url: string, client: string, path: string, base: number}} settings `client`: the address of its file
 * @returns {import("../client.js").Transport}
 */
export function open({ url, client, path, base }) {
  return new Line({ url: new URL(path, url), client: new URL(client, url), base: base * 1000 });
}

class Line {
  /** @type {import("../client.js").Inbox | null} */
  #inbox = null;
  /** @type {any} */
  #socket = null;

  /** @param {{url: URL, client: URL, base: number}} options */
  constructor({ url, client, base }) {
    this.url = url;
    this.client = client;
    this.base = base;
  }

  /** @param {import("../client.js").Inbox} inbox */
  async start(inbox) {
    this.#inbox = inbox;
    try {
      const { io } = await import(this.client.href);
      if (this.#inbox) this.#connect(io);
    } catch {
      showProblem(await reason(this.client));
      this.#inbox?.show("closed");
    }
  }

  stop() {
    this.#inbox = null;
    this.#socket?.disconnect();
  }

  /** Somebody looks, or the network is back: do not wait any longer. */
  wake() {
    const socket = this.#socket;
    if (!socket || socket.connected || !socket.active) return;
    socket.disconnect();
    socket.connect();
  }

  /** @param {import("../client.js").Post} post @returns {Promise<void>} */
  post(post) {
    if (!this.#socket?.connected) return Promise.reject(new TryAgain("there is no line"));
    return new Promise((resolve, reject) => {
      this.#socket.timeout(PATIENCE).emit("msg:post", post, (/** @type {Error | null} */ error, /** @type {any} */ said) => {
        if (error) reject(new TryAgain(`no answer: ${error.message}`));
        else if (said?.status < 300) resolve();
        else if (said?.status === 429 || said?.status === 503) reject(new TryAgain(said.error, (said.after ?? 0) * 1000));
        else reject(new Refused(said?.error ?? "the server gave no reason"));
      });
    });
  }

  /** @param {(origin: string, options: object) => any} io */
  #connect(io) {
    const socket = io(this.url.origin, {
      path: this.url.pathname,
      auth: (/** @type {(said: object) => void} */ say) => say({ name: myName(), after: this.#inbox?.cursor ?? null }),
      reconnectionDelay: this.base,
      reconnectionDelayMax: 30_000,
      forceNew: true,
    });
    this.#socket = socket;
    socket.on("msg:get", (/** @type {any} */ page) => this.#take(page));
    socket.on("refused", (/** @type {any} */ said) => showProblem(said.error));
    socket.on("disconnect", (/** @type {string} */ why) => this.#lost(why !== "io client disconnect", why !== "io server disconnect"));
    socket.on("connect_error", (/** @type {Error} */ error) => {
      if (!socket.active) showProblem(error.message);
      this.#lost(true, socket.active);
    });
  }

  /** @param {boolean} lost @param {boolean} again */
  #lost(lost, again) {
    if (lost) this.#inbox?.show(again ? "retrying" : "closed");
  }

  /** News follow a cursor: where that is not ours, ask for what is between. @param {any} page */
  #take(page) {
    const inbox = this.#inbox;
    if (!inbox) return;
    if (page.after !== null && page.after !== inbox.cursor && !known(page.cursor, inbox.cursor)) {
      if (inbox.cursor !== null) this.#ask(inbox.cursor); // otherwise the greeting is on its way, and has it
      return;
    }
    inbox.deliver(page);
    inbox.show("live");
    if (page.more) this.#ask(page.cursor);
  }

  /** @param {string} cursor */
  #ask(cursor) {
    this.#socket.emit("msg:get", cursor, (/** @type {any} */ said) => said?.page && this.#take(said.page));
  }
}

/** Whether all up to `cursor` has come already. @param {string} cursor @param {string | null} ours */
function known(cursor, ours) {
  const [[epoch, number], [mine, last]] = [cursor, ours ?? ""].map((one) => one.split("."));
  return epoch === mine && Number(number) <= Number(last);
}

function myName() {
  return /** @type {HTMLInputElement | null} */ (document.getElementById("name"))?.value ?? "";
}

/** Why there is no client: the server says what to run. @param {URL} address */
async function reason(address) {
  const said = await fetch(address, { cache: "no-store" })
    .then((reply) => reply.json())
    .catch(() => null);
  return said?.error ?? "Socket.IO's client did not come: reload the page";
}
