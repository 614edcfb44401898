// Stands for `WebSocket` in a page behind a port of a lesson's tab: no service worker sees the browser's own. What it says goes on a
// line to Python, which opens a true connection there (helpers/net/tab/line.py).

import { folder, here } from "./where.js";

const Native = globalThis.WebSocket;
const LOCAL = ["127.0.0.1", "localhost"];
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The port in this tab that an address means; nothing where it is elsewhere. @param {URL} url */
function portOf(url) {
  const page = new URL(url);
  page.protocol = location.protocol;
  if (page.href.startsWith(folder)) {
    const [, port, target] = /^(\d+)(\/.*)$/.exec(page.href.slice(folder.length)) ?? [];
    return { port: Number(port ?? here), target: target ?? "/" };
  }
  return LOCAL.includes(url.hostname) && url.host !== location.host ? { port: Number(url.port || 80), target: url.pathname + url.search } : null;
}

/** @param {string} message @param {string} name */
const refused = (message, name) => new DOMException(message, name);

export class TabSocket extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  CONNECTING = 0;
  OPEN = 1;
  CLOSING = 2;
  CLOSED = 3;
  readyState = 0;
  bufferedAmount = 0;
  protocol = "";
  extensions = "";
  /** @type {BinaryType} */
  binaryType = "blob";
  /** @type {MessagePort} */
  #line;
  /** @type {Promise<unknown>} a blob is read before what is sent after it */
  #sent = Promise.resolve();

  /** @param {string | URL} address @param {string | string[]} [protocols] */
  constructor(address, protocols = []) {
    super();
    const url = new URL(address, document.baseURI);
    if (url.protocol === "http:" || url.protocol === "https:") url.protocol = url.protocol.replace("http", "ws");
    if (!/^wss?:$/.test(url.protocol) || url.hash) throw refused(`The URL '${url}' is invalid.`, "SyntaxError");
    const names = [protocols].flat().map(String);
    if (names.some((name) => !TOKEN.test(name)) || new Set(names).size < names.length) throw refused(`The subprotocols '${names}' are invalid.`, "SyntaxError");
    const { port1, port2 } = new MessageChannel();
    this.#line = port1;
    this.url = url.href;
    const place = portOf(url);
    if (!place) return /** @type {any} */ (new Native(url, names));
    port1.onmessage = ({ data }) => this.#heard(data);
    port1.addEventListener("close", () => this.#closed(1006, ""));
    const { controller } = navigator.serviceWorker;
    if (controller) controller.postMessage({ kind: "socket", ...place, subprotocols: names, line: port2 }, [port2]);
    else queueMicrotask(() => this.#closed(1006, ""));
    addEventListener("pagehide", () => this.#line.postMessage({ close: [1001, ""] }));
  }

  /** @param {string | ArrayBuffer | ArrayBufferView | Blob} data */
  send(data) {
    if (this.readyState === 0) throw refused("Still in CONNECTING state.", "InvalidStateError");
    if (!(data instanceof Blob) && !(data instanceof ArrayBuffer) && !ArrayBuffer.isView(data)) data = String(data);
    this.bufferedAmount += sizeOf(data);
    if (this.readyState > 1) return;
    const view = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice() : data instanceof ArrayBuffer ? new Uint8Array(data.slice(0)) : data;
    this.#later(async () => this.#line.postMessage({ send: view instanceof Blob ? new Uint8Array(await view.arrayBuffer()) : view }));
  }

  /** @param {number} [code] @param {string} [reason] */
  close(code, reason = "") {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) throw refused(`The code must be 1000 or 3000 to 4999, not ${code}.`, "InvalidAccessError");
    if (new TextEncoder().encode(reason).length > 123) throw refused("The reason is longer than 123 bytes.", "SyntaxError");
    if (this.readyState > 1) return;
    this.readyState = 2;
    this.#later(async () => this.#line.postMessage({ close: [code ?? (reason ? 1000 : 1005), reason] }));
  }

  /** @param {() => Promise<void>} act */
  #later(act) {
    this.#sent = this.#sent.then(act);
  }

  /** @param {{open?: string, message?: string | Uint8Array<ArrayBuffer>, sent?: number, close?: [number, string]}} said */
  #heard({ open, message, sent = 0, close }) {
    this.bufferedAmount -= sent;
    if (close) this.#closed(...close);
    else if (open !== undefined && this.readyState === 0) {
      Object.assign(this, { readyState: 1, protocol: open });
      this.dispatchEvent(new Event("open"));
    } else if (message !== undefined && this.readyState < 2) {
      const data = typeof message === "string" ? message : this.binaryType === "blob" ? new Blob([message]) : message.buffer;
      this.dispatchEvent(new MessageEvent("message", { data, origin: new URL(this.url).origin }));
    }
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#line.close();
    if (code === 1006) this.dispatchEvent(new Event("error"));
    this.dispatchEvent(new CloseEvent("close", { code, reason, wasClean: code !== 1006 }));
  }
}

for (const name of ["open", "message", "error", "close"]) {
  const handlers = new WeakMap();
  Object.defineProperty(TabSocket.prototype, `on${name}`, {
    get() { return handlers.get(this)?.handler ?? null; },
    set(handler) {
      this.removeEventListener(name, handlers.get(this));
      const listener = Object.assign((/** @type {Event} */ event) => handler.call(this, event), { handler });
      handlers.set(this, typeof handler === "function" ? listener : null);
      if (typeof handler === "function") this.addEventListener(name, listener);
    },
  });
}

/** @param {string | ArrayBuffer | ArrayBufferView | Blob} data */
function sizeOf(data) {
  if (typeof data === "string") return new TextEncoder().encode(data).length;
  return data instanceof Blob ? data.size : data.byteLength;
}
