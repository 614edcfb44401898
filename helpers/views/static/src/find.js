// What a wire view is searched with, and what chooses among its messages: a line of fields, which comes when it is first asked for.

import { h, plural } from "./dom.js";
import { Search } from "./search.js";

export class Finder {
  /** @type {number[]} */
  hits = [];
  /** @type {Set<number>} */
  found = new Set();

  /** @param {import("./model.js").Model} model @param {() => void} changed @param {(by: number) => void} jump */
  constructor(model, changed, jump) {
    this.model = model;
    this.search = new Search(model);
    this.input = /** @type {HTMLInputElement} */ (h("input", { type: "search", placeholder: "word, or bytes such as 81 85", "aria-label": "Search", oninput: changed, onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && jump(event.shiftKey ? -1 : 1) }));
    this.where = choice("Where", { any: "everywhere", bytes: "in bytes", text: "in text", fields: "in fields" }, changed);
    this.side = choice("From", { both: "both sides", client: "client", server: "server" }, changed);
    this.only = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", onchange: changed }));
    this.count = h("span.meta", { "aria-live": "polite" });
    this.connection = choice("Connection", { all: "all connections" }, changed);
    this.stream = choice("Stream", { all: "all streams" }, changed);
    this.root = h("div.find", { role: "search", hidden: true }, this.input, this.where, this.side, this.connection, this.stream, h("label", null, this.only, " only hits"), this.count,
      h("button", { type: "button", "aria-label": "Previous hit (N)", onclick: () => jump(-1) }, "▴"), h("button", { type: "button", "aria-label": "Next hit (n)", onclick: () => jump(1) }, "▾"));
  }

  /** @param {boolean} open */
  open(open) {
    this.root.hidden = !open;
    if (open) this.input.focus();
    else this.input.value = "";
  }

  /** Offer each connection once there are several, and each stream. */
  offer() {
    const { connections, streamed } = this.model;
    this.connection.hidden = connections.length < 2;
    this.stream.hidden = !streamed.length;
    for (const one of connections.slice(this.connection.options.length - 1)) this.connection.append(h("option", { value: one }, `connection ${one}`));
    for (const one of streamed.slice(this.stream.options.length - 1)) this.stream.append(h("option", { value: one }, `stream ${one}`));
  }

  /** Search for what was typed; the rows that hold it, or `null` when another search took over. */
  async run() {
    const hits = await this.search.run(this.input.value.trim(), /** @type {import("./search.js").Where} */ (this.where.value));
    if (!hits) return null;
    this.count.textContent = this.input.value ? plural(hits.length, "hit") : "";
    this.found = new Set(hits);
    return (this.hits = hits);
  }

  /** Whether the choices let a message be seen. @param {import("./model.js").Row} row */
  lets({ index, side, connection, stream }) {
    const chosen = (/** @type {HTMLSelectElement} */ list, /** @type {any} */ value) => list.selectedIndex <= 0 || list.value === String(value);
    if (this.only.checked && this.input.value && !this.found.has(index)) return false;
    return chosen(this.side, side) && chosen(this.connection, connection) && chosen(this.stream, stream);
  }
}

/** @param {string} label @param {Record<string, string>} options @param {() => void} onchange */
function choice(label, options, onchange) {
  const list = Object.entries(options).map(([value, text]) => h("option", { value }, text));
  return /** @type {HTMLSelectElement} */ (h("select", { "aria-label": label, onchange }, ...list));
}
