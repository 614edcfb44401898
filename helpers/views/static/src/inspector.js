// The byte inspector: one message as hex, text, bits, fields and an explanation, with one selection for all of them.

import { clock, fill, h, plural, rfcLink } from "./dom.js";
import { more } from "./hub.js";
import { drawBits, Hex, sayByte } from "./hex.js";
import { Message } from "./nodes.js";
import { Meanings } from "./meanings.js";
import { sizeOf } from "./model.js";
import { OPEN, Tree } from "./tree.js";
import { way } from "./diagram.js";

const LONG = 2000; // characters of a value that the explanation shows

/** @typedef {import("./model.js").Row} Row */
/** @typedef {"hex" | "python" | "text"} Form */

export class Inspector {
  /** @type {Message | null} */
  message = null;
  /** @type {Hex[]} */
  panes = [];
  /** @type {Row | null} */
  row = null;
  selected = 0;
  caret = 0;
  width = 0;

  /** @param {import("./model.js").Model} model @param {string} id @param {(text: string) => void} say @param {() => string} unexplained why a message has no fields */
  constructor(model, id, say, unexplained) {
    this.model = model;
    this.say = say;
    this.unexplained = unexplained;
    this.head = h("div.hd");
    this.bytes = h("div.panes");
    this.readout = h("p.byte", { "aria-live": "polite" });
    this.bits = h("div.allbits");
    this.tree = new Tree(id, (node) => this.select(node));
    this.note = h("div.say");
    this.meanings = new Meanings();
    this.root = h("div.ins", null, this.head, this.bytes, this.readout, this.bits, this.tree.root, this.note);
    new ResizeObserver(() => this.layout()).observe(this.root);
  }

  /** @param {Row | undefined} row @param {string} stage what the message is doing */
  show(row, stage) {
    this.root.hidden = this.meanings.root.hidden = !row;
    if (!row) return;
    const same = this.row?.index === row.index;
    const kept = this.selected;
    this.row = row;
    const data = this.model.bytes(row);
    const message = (this.message = new Message(this.model.field(row, data) ?? this.raw(data.length), data));
    this.title(row, stage);
    const focused = this.panes.findIndex((pane) => pane.scroll === document.activeElement);
    this.panes = this.make(row, message);
    fill(this.bytes, ...this.panes.map((pane) => pane.root));
    if (focused >= 0) this.panes[Math.min(focused, this.panes.length - 1)].scroll.focus({ preventScroll: true });
    this.bytes.hidden = !message.panes[0].data.length && !row.sent;
    this.width = 0;
    this.tree.show(message);
    this.meanings.show(message);
    this.layout();
    this.select(same && kept < message.nodes.length ? kept : 0);
  }

  /** What stands in the place of fields. @param {number} end @returns {import("./fields.js").Field} */
  raw(end) {
    return { start: 0, end, name: "bytes", value: "", note: this.unexplained(), rfc: "", children: [], bits: [], decoded: null };
  }

  /** @param {Row} row @param {Message} message */
  make(row, message) {
    const { sent } = row;
    const panes = message.panes.map(({ name, data }, pane) => {
      const shown = pane ? name + ", never on the wire" : sent ? "arrived" : name;
      const other = !pane && sent && row.end > row.start ? sent : undefined;
      return new Hex({ message, pane, name: shown, data, reads: pane ? [] : row.reads, other, pick: (place) => this.pick(pane, place) });
    });
    if (sent) panes.splice(1, 0, new Hex({ message: null, pane: -1, name: row.end > row.start ? "sent on instead" : "sent", data: sent, other: row.end > row.start ? message.panes[0].data : undefined, pick: () => {} }));
    return panes;
  }

  /** @param {Row} row @param {string} stage */
  title(row, stage) {
    const from = (/** @type {number} */ time) => clock(time - this.model.zero) + (time - this.model.zero < 10 ? " ms" : "");
    const passed = row.released !== null && stage === "passed" ? ` · passed ${from(row.released)}` : stage === "held" ? " · waits at the tap" : "";
    const reads = row.count > 1 ? ` · ${row.count.toLocaleString("en")} reads` : "";
    const read = [row.protocol, row.stream === null ? "" : `stream ${row.stream}`].filter(Boolean).map((word) => word + " · ").join("");
    fill(this.head,
      h(`span.pill.${row.side}`, null, way(row)), " ", h("b", null, row.title), " ", h("span.soft", null, row.summary),
      h("div.meta", null, `${read}${plural(sizeOf(row), "byte")} · arrived ${from(row.arrived)}${passed}${reads}`, row.fault ? h("em", null, row.fault) : null));
  }

  /** As many columns as the width allows: 16, 12, 8 or 4. */
  layout() {
    const width = this.bytes.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    const style = getComputedStyle(this.root);
    const char = parseFloat(style.getPropertyValue("--rw-char")) || 8;
    const columns = [16, 12, 8, 4].find((count) => (count * 3.76 + 6.8) * char <= width) ?? 4;
    for (const pane of this.panes) {
      pane.layout(Math.min(columns, pane.data.length > 8 ? columns : 8));
      pane.list.paint();
    }
  }

  /** A byte was clicked: its leaf, or what is above when that is selected already. @param {number} pane @param {number} place */
  pick(pane, place) {
    const leaf = this.message?.leafAt(pane, place);
    if (!leaf) return;
    const up = leaf.id === this.selected && leaf.parent >= 0;
    this.select(up ? leaf.parent : leaf.id, up ? -1 : place);
  }

  /** @param {number} id a node @param {number} [caret] the byte the keys are on */
  select(id, caret = -1) {
    const message = /** @type {Message} */ (this.message);
    const node = message.nodes[id];
    this.selected = id;
    this.caret = caret >= 0 ? caret : node.field.start;
    for (const pane of this.panes) {
      pane.root.hidden = !near(message, node, pane.pane);
      if (pane.pane === node.pane) pane.select(id ? node.field.start : 0, id ? node.field.end : 0, caret);
      else pane.select(...twin(message, node, pane.pane));
    }
    drawBits(this.bits, message, node.pane, id, (picked) => this.select(picked));
    this.tree.select(id);
    this.explain(node);
    const { data } = message.panes[node.pane];
    const value = data.at(this.caret);
    this.readout.textContent = value === undefined ? "" : sayByte(value, this.caret);
  }

  /** @param {import("./nodes.js").Node} node */
  explain(node) {
    const { field } = node;
    const message = /** @type {Message} */ (this.message);
    const bytes = message.bytes(node);
    const names = /** @type {[Form, string][]} */ ([["hex", "hex"], ["python", "Python"], ["text", "text"]]);
    const buttons = names.map(([form, name]) => h("button.small", { type: "button", "aria-label": `Copy as ${name}`, onclick: () => this.copy(form) }, name));
    const range = bytes.length > 1 ? `bytes ${field.start}–${field.end - 1}` : bytes.length ? `byte ${field.start}` : "";
    fill(this.note,
      h("p.what", null, h("b", null, field.name), " ", field.value ? h("samp", null, field.value.slice(0, LONG)) : null, " ", h("small", null, range)),
      field.note || field.rfc ? h("p", null, field.note, " ", rfcLink(field.rfc)) : null,
      ...field.bits.filter((bit) => bit.note).map((bit) => h("p.bitnote", null, h("b", null, bit.name), ` = ${bit.value}: ${bit.note}`)),
      bytes.length ? h("p.copies", null, h("small", null, "copy "), ...buttons) : null);
  }

  /** Copy what is selected. @param {Form} form */
  async copy(form) {
    const message = this.message;
    if (!message) return;
    const { copy, written } = await more();
    copy(written(message.bytes(message.nodes[this.selected]), form));
    this.say(`copied as ${form === "python" ? "Python" : form}`);
  }

  /** Move the byte that the keys are on. @param {HTMLElement} scroll the pane that has the focus @param {string} key */
  key(scroll, key) {
    const pane = this.panes.find((one) => one.scroll === scroll);
    if (!pane?.message) return false;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -pane.columns, ArrowDown: pane.columns }[key];
    if (!step && key !== "Home" && key !== "End") return false;
    const inside = this.message?.nodes[this.selected].pane === pane.pane && pane.caret >= 0;
    const place = key === "Home" ? 0 : key === "End" ? pane.data.length - 1 : inside ? pane.caret + (step ?? 0) : pane.range[0];
    const leaf = this.message?.leafAt(pane.pane, place);
    if (leaf) this.select(leaf.id, place);
    return true;
  }

  /** The next or previous leaf of the whole message. @param {number} step */
  walk(step) {
    const { nodes } = /** @type {Message} */ (this.message);
    let id = this.selected + step;
    while (nodes[id] && (nodes[id].branch || nodes[id].field.end === nodes[id].field.start)) id += step;
    if (nodes[id]) this.select(id);
  }
}

/**
 * The same bytes in another pane: a payload and its unmasked form stand side by side, byte for byte.
 * @param {Message} message @param {import("./nodes.js").Node} node @param {number} pane
 * @returns {[number, number]}
 */
function twin(message, node, pane) {
  if (pane < 0 || !node.id) return [0, 0];
  const owner = message.nodes[message.panes[pane].owner];
  const source = message.nodes[owner.parent] ?? null;
  if (pane && source && source.pane === node.pane && size(source) === size(owner) && inside(node, source)) {
    return [node.field.start - source.field.start, node.field.end - source.field.start];
  }
  const mine = message.nodes[message.panes[node.pane].owner];
  const from = node.pane ? message.nodes[mine.parent] : null;
  if (!from || from.pane !== pane) return [0, 0];
  if (size(from) !== size(mine)) return [from.field.start, from.field.end];
  return [node.field.start + from.field.start, node.field.end + from.field.start];
}

/**
 * Whether a pane belongs to what is selected: what bytes turn into is shown beside them, in a short message always.
 * @param {Message} message @param {import("./nodes.js").Node} node @param {number} pane
 */
function near(message, node, pane) {
  if (pane <= 0 || message.nodes.length <= OPEN || node.pane === pane) return true;
  const source = message.nodes[message.nodes[message.panes[pane].owner].parent];
  return source === node || source.parent === node.id || (node.pane === source.pane && inside(node, source));
}

/** @param {import("./nodes.js").Node} node */
const size = (node) => node.field.end - node.field.start;

/** @param {import("./nodes.js").Node} node @param {import("./nodes.js").Node} other */
const inside = (node, other) => node.field.start >= other.field.start && node.field.end <= other.field.end;
