// Bytes as hex and as text, a virtual list of lines; each byte wears the tint of its field. Bytes that are left out are one
// line that says how many.

import { fill, h, plural } from "./dom.js";
import { List } from "./list.js";

const LINE = 22; // px
const OUT_OF_SIGHT = 14; // lines before the pane scrolls

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./nodes.js").Message} Message */
/** @typedef {{line: number, from: number, to: number, known: boolean}} Stretch lines of known bytes, or the one of a gap */

export class Hex {
  columns = 8;
  /** @type {[number, number]} */
  range = [0, 0];
  caret = -1;
  /** @type {Stretch[]} */
  stretches = [];

  /**
   * @param {object} options
   * @param {Message | null} options.message whose fields tint the bytes
   * @param {number} options.pane
   * @param {string} options.name
   * @param {Bytes} options.data
   * @param {number[]} [options.reads] where a new read starts
   * @param {Bytes} [options.other] what to compare with
   * @param {(place: number) => void} options.pick
   */
  constructor({ message, pane, name, data, reads = [], other, pick }) {
    this.message = message;
    this.pane = pane;
    this.data = data;
    this.reads = new Set(reads);
    this.differs = other ? differing(data, other) : () => false;
    this.scroll = h("div.lines", { tabindex: 0, role: "group", "aria-label": `Bytes, ${name}` });
    this.root = h("div.hex", null, h("div.cap", null, name, h("span", null, ` · ${data.length.toLocaleString("en")} B`)), this.scroll);
    this.list = new List({ size: LINE, root: this.scroll, render: (line) => this.line(line) });
    this.scroll.addEventListener("click", (event) => {
      const place = /** @type {HTMLElement} */ (event.target).dataset.byte;
      if (place !== undefined) pick(Number(place));
    });
  }

  /** Lay out for a width. @param {number} columns */
  layout(columns) {
    this.columns = columns;
    this.stretches = stretches(this.data, columns);
    const last = this.stretches.at(-1);
    const lines = last ? last.line + (last.known ? Math.ceil((last.to - last.from) / columns) : 1) : 1;
    this.scroll.style.height = Math.min(lines, OUT_OF_SIGHT) * LINE + 2 + "px";
    this.list.canvas.style.width = columns * 3.76 + 6.8 + "ch";
    this.list.reset(lines);
  }

  /** @param {number} line */
  line(line) {
    const stretch = this.stretches.findLast((one) => one.line <= line);
    if (!stretch) return h("div.line");
    if (!stretch.known) return h("div.line.gap", null, `… ${plural(stretch.to - stretch.from, "byte")} left out …`);
    const from = stretch.from + (line - stretch.line) * this.columns;
    const hex = h("span.hx");
    const text = h("span.tx");
    for (let place = from; place < from + this.columns; place++) {
      const value = place < stretch.to ? this.data.at(place) : undefined;
      if (value === undefined) {
        hex.append(h("b.none", null, "  "));
        continue;
      }
      const props = { "data-byte": place, class: this.classes(place) };
      hex.append(h("b", props, value.toString(16).padStart(2, "0")));
      text.append(h("i", props, value >= 32 && value < 127 ? String.fromCharCode(value) : "·"));
    }
    const element = h("div.line", null, h("span.off", null, from.toString(16).padStart(4, "0")), hex, text);
    return element;
  }

  /** @param {number} place */
  classes(place) {
    const leaf = this.message?.leafAt(this.pane, place);
    const [start, end] = this.range;
    const on = place >= start && place < end;
    return [
      leaf && leaf.tint >= 0 && "f" + leaf.tint, leaf?.field.start === place && "edge",
      on && "on", on && (place === start || place % this.columns === 0) && "on-a",
      on && (place === end - 1 || place % this.columns === this.columns - 1) && "on-z",
      this.reads.has(place) && "read", this.caret === place && "caret",
      this.differs(place) && "diff",
    ].filter(Boolean).map((name) => "rw-" + name).join(" ");
  }

  /** Outline a range and show its start; `caret` is the byte that the keys move. @param {number} start @param {number} end @param {number} [caret] */
  select(start, end, caret = -1) {
    this.range = [start, end];
    this.caret = caret;
    this.list.refresh([...this.list.shown.keys()]);
    if (end > start) this.list.reveal(this.lineOf(caret >= 0 ? caret : start));
  }

  /** The line that a byte stands in. @param {number} place */
  lineOf(place) {
    const stretch = this.stretches.findLast((one) => one.from <= place);
    if (!stretch) return 0;
    return stretch.line + (stretch.known ? Math.floor((place - stretch.from) / this.columns) : 0);
  }
}

/**
 * Which bytes of `data` are not those of `other`, when what both begin and end with stands under its like: after a byte that
 * was put in, the rest is what it was. @param {Bytes} data @param {Bytes} other
 */
function differing(data, other) {
  const most = Math.min(data.length, other.length);
  let [start, tail] = [0, 0];
  while (start < most && data.at(start) === other.at(start)) start++;
  while (tail < most - start && data.at(data.length - 1 - tail) === other.at(other.length - 1 - tail)) tail++;
  const same = (/** @type {number} */ place) => data.length === other.length && data.at(place) === other.at(place);
  return (/** @type {number} */ place) => place >= start && place < data.length - tail && !same(place);
}

/** @param {Bytes} data @param {number} columns */
function stretches(data, columns) {
  const all = /** @type {Stretch[]} */ ([]);
  let [line, end] = [0, 0];
  for (const [start, run] of data.runs) {
    if (start > end) all.push({ line: line++, from: end, to: start, known: false });
    all.push({ line, from: start, to: start + run.length, known: true });
    line += Math.ceil(run.length / columns);
    end = start + run.length;
  }
  if (data.length > end) all.push({ line, from: end, to: data.length, known: false });
  return all;
}

/** What one byte is. @param {number} value @param {number} place */
export function sayByte(value, place) {
  const bits = value.toString(2).padStart(8, "0");
  const names = /** @type {Record<number, string>} */ ({ 0: "NUL", 9: "tab", 10: "LF", 13: "CR", 32: "space", 127: "DEL" });
  const text = names[value] ?? (value > 32 && value < 127 ? `“${String.fromCharCode(value)}”` : "");
  return `byte ${place}: 0x${value.toString(16).padStart(2, "0")} = ${value} = ${bits.slice(0, 4)} ${bits.slice(4)}${text && " = " + text}`;
}

/**
 * The bits of those fields that explain theirs, in the tint of their field.
 * @param {HTMLElement} root
 * @param {Message} message
 * @param {number} pane
 * @param {number} selected
 * @param {(id: number) => void} pick
 */
export function drawBits(root, message, pane, selected, pick) {
  const within = (/** @type {number} */ one) => message.nodes.filter((node) => node.pane === one && node.field.bits.length);
  const all = within(pane).length ? within(pane) : within(0);
  const own = all.filter((node) => node.id === selected);
  const shown = all.length <= 4 ? all : own;
  fill(root, ...shown.map((node) => bitsOf(node, message.bytes(node), node.id === selected, pick)));
}

/** @param {import("./nodes.js").Node} node @param {Bytes} bytes @param {boolean} on @param {(id: number) => void} pick */
function bitsOf(node, bytes, on, pick) {
  const digits = [...bytes.known].map((value) => value.toString(2).padStart(8, "0")).join("");
  let place = 0;
  const groups = node.field.bits.map((bit) => {
    const run = digits.slice(place, place + bit.width);
    place += bit.width;
    const cells = [...run].map((digit) => h("b", null, digit));
    return h("span.bit", { title: `${bit.name} = ${bit.value}${bit.note && ". " + bit.note}` }, h("small", null, bit.name), " ", h("span", { "aria-hidden": "true" }, ...cells), " ", h("em", null, bit.value));
  });
  return h(`button.bits.f${node.tint}${on ? ".on" : ""}`, { type: "button", onclick: () => pick(node.id) }, ...groups);
}
