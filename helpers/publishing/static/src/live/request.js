// Stands for `XMLHttpRequest` in a page behind a port of a lesson's tab, as fetching.js does for `fetch`, and by it: one that waits may
// wait as long as a learner reads, and one that is given up closes its connection. What is synchronous, or goes elsewhere, is the browser's.

import { tabFetch } from "./fetching.js";
import { folder } from "./where.js";

const Native = globalThis.XMLHttpRequest;
const BODILESS = ["GET", "HEAD"];

/** @typedef {{method: string, url: string, headers: Headers, state: number, sent: boolean, over: boolean, giving: AbortController, head?: Response, bytes: Uint8Array<ArrayBuffer>[]}} Own */

export class TabRequest extends Native {
  /** What goes to this tab; nothing where the browser asks. @type {Own | undefined} */
  #own;

  get readyState() {
    return this.#own ? this.#own.state : super.readyState;
  }

  get status() {
    return this.#own ? (this.#own.head?.status ?? 0) : super.status;
  }

  get statusText() {
    return this.#own ? (this.#own.head?.statusText ?? "") : super.statusText;
  }

  get responseURL() {
    return this.#own ? (this.#own.head ? this.#own.url : "") : super.responseURL;
  }

  get responseText() {
    if (!this.#own) return super.responseText;
    if (this.responseType && this.responseType !== "text") throw new DOMException(`The responseType is '${this.responseType}'.`, "InvalidStateError");
    return decoded(this.#own.bytes);
  }

  /** As its `responseType` says; a document is none of what it makes. */
  get response() {
    if (!this.#own) return super.response;
    const { responseType: type } = this;
    const { state, head, bytes } = this.#own;
    if (!type || type === "text") return decoded(bytes);
    if (state < 4 || !head) return null;
    const blob = new Blob(bytes, { type: head.headers.get("Content-Type")?.split(";")[0] ?? "" });
    return type === "blob" ? blob : type === "arraybuffer" ? joined(bytes).buffer : type === "json" ? parsed(decoded(bytes)) : null;
  }

  /** @param {string} name */
  getResponseHeader(name) {
    return this.#own ? (this.#own.head?.headers.get(name) ?? null) : super.getResponseHeader(name);
  }

  getAllResponseHeaders() {
    return this.#own ? [...(this.#own.head?.headers ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join("") : super.getAllResponseHeaders();
  }

  /** @param {string} method @param {string | URL} address @param {any[]} rest whether it waits, and for whom */
  open(method, address, ...rest) {
    this.#own?.giving.abort();
    const { href: url } = new URL(address, document.baseURI);
    this.#own = undefined;
    const [waits = true, ...who] = rest;
    if (!waits || !url.startsWith(folder)) return super.open(method, address, waits, ...who);
    new Native().open(method, url); // which refuses what may not be asked
    const { method: asked, headers } = new Request(url, { method });
    this.#own = { method: asked, url, headers, state: 0, sent: false, over: false, giving: new AbortController(), bytes: [] };
    this.#become(this.#own, 1);
  }

  /** @param {string} name @param {string} value */
  setRequestHeader(name, value) {
    if (!this.#own) return super.setRequestHeader(name, value);
    this.#opened().headers.append(name, value);
  }

  /** @param {any} [body] */
  send(body = null) {
    if (!this.#own) return super.send(body);
    const own = this.#opened();
    own.sent = true;
    if (this.timeout) setTimeout(() => this.#ended(own, "timeout"), this.timeout);
    const { method, headers, url, giving: { signal } } = own;
    this.#tell("loadstart", own);
    tabFetch(url, { method, headers, body: BODILESS.includes(method) ? null : body, signal }).then(
      (head) => this.#read(own, head),
    ).catch(() => this.#ended(own, "error"));
  }

  abort() {
    if (!this.#own) return super.abort();
    const own = this.#own;
    if (own.sent) this.#ended(own, "abort");
    if (own.state === 4) own.state = 0;
  }

  /** What is open and not sent. @returns {Own} */
  #opened() {
    if (!this.#own || this.#own.state !== 1 || this.#own.sent) throw new DOMException("It is not open, or was sent before.", "InvalidStateError");
    return this.#own;
  }

  /** @param {Own} own @param {Response} head */
  async #read(own, head) {
    if (own.over) return;
    own.head = head;
    this.#become(own, 2);
    const reader = head.body?.getReader();
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      if (own.over) return;
      own.bytes.push(piece.value);
      this.#become(own, 3);
      this.#tell("progress", own);
    }
    this.#ended(own, "load");
  }

  /** Once, however it ends. @param {Own} own @param {string} how */
  #ended(own, how) {
    if (own !== this.#own || own.over) return;
    own.over = true;
    if (how !== "load") Object.assign(own, { head: undefined, bytes: [] });
    this.#become(own, 4);
    if (how !== "load") own.giving.abort();
    this.#tell(how, own);
    this.#tell("loadend", own);
  }

  /** @param {Own} own @param {number} state */
  #become(own, state) {
    if (own !== this.#own) return;
    own.state = state;
    this.dispatchEvent(new Event("readystatechange"));
  }

  /** @param {string} name @param {Own} own */
  #tell(name, own) {
    const loaded = own.bytes.reduce((sum, { length }) => sum + length, 0);
    if (own === this.#own) this.dispatchEvent(new ProgressEvent(name, { loaded }));
  }
}

/** @param {Uint8Array<ArrayBuffer>[]} pieces */
function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** @param {Uint8Array<ArrayBuffer>[]} pieces */
const decoded = (pieces) => new TextDecoder().decode(joined(pieces));

/** Nothing where it is no JSON. @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
