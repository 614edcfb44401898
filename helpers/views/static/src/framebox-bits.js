// The diagram of RFC 6455 §5.2, drawn from the bytes there are: a cell a byte, a button a bit.

import { fill, h, plural } from "./dom.js";
import { xor } from "./framebox-frame.js";
import { TINTS } from "./framebox-words.js";

/** @typedef {import("./framebox-frame.js").Part} Part */
/** @typedef {{name: string, width: number, tint: number, first: boolean}} Run A field's bits within one byte. */

const MOST = 40; // bytes that are drawn bit by bit

const FIRST = [["FIN", 1], ["RSV1", 1], ["RSV2", 1], ["RSV3", 1], ["opcode", 4]];
const SECOND = [["MASK", 1], ["length", 7]];

export class Bits {
  at = 0; // the bit that Tab reaches

  /** @param {(bit: number) => void} flip */
  constructor(flip) {
    this.flip = flip;
    this.root = h("div.octets", { role: "group", "aria-label": "All bits of the frame: arrow keys move, Space flips", onkeydown: (event) => this.key(event) });
    this.more = h("p.soft.rest", null);
  }

  /** @param {Uint8Array} data @param {Part[]} parts @param {Uint8Array | null} key */
  draw(data, parts, key) {
    const held = this.root.contains(document.activeElement);
    const shown = Math.min(data.length, MOST);
    this.at = Math.max(0, Math.min(this.at, shown * 8 - 1));
    const cells = [];
    for (const part of parts) for (let place = part.start; place < Math.min(part.end, shown); place++) cells.push(this.cell(data, part, place, key));
    fill(this.root, ...cells);
    fill(this.more, data.length > shown ? `… and ${plural(data.length - shown, "more byte")}, not drawn` : "");
    if (held) this.focus(this.at);
  }

  /** @param {Uint8Array} data @param {Part} part @param {number} place @param {Uint8Array | null} key */
  cell(data, part, place, key) {
    const runs = runsOf(part, place);
    const [hex, seen] = [data[place].toString(16).padStart(2, "0"), legible(data, part, place, key)];
    const fresh = place === part.start && part.name === "first" && part.frame > 0;
    const fields = [];
    let bit = 0;
    for (const run of runs) {
      const buttons = Array.from({ length: run.width }, (_, within) => this.bit(data[place], place * 8 + bit + within, run, within));
      fields.push(h(`span.run.f${run.tint}`, { style: `grid-column: span ${run.width}` }, h("span.ones", null, ...buttons), h("small", { "aria-hidden": "true" }, run.first ? run.name : " ")));
      bit += run.width;
    }
    const head = h("span.octet", null, h("b", null, hex), h("span.soft", null, `byte ${place}`), h("em", null, seen));
    return h(`div.cell${fresh ? ".fresh" : ""}`, { role: "group", "aria-label": `byte ${place}, ${part.name === "first" || part.name === "second" ? "" : part.name + ", "}0x${hex}` }, head, h("div.runs", null, ...fields));
  }

  /** @param {number} byte @param {number} bit counted over all bytes @param {Run} run @param {number} within the run */
  bit(byte, bit, run, within) {
    const value = (byte >> (7 - (bit % 8))) & 1;
    const label = run.width === 1 ? `${run.name}: ${value}` : `${run.name}, bit ${within + 1} of ${run.width}: ${value}`;
    const click = () => {
      this.at = bit;
      this.flip(bit);
    };
    return h(`button.flip${value ? ".one" : ""}`, { type: "button", "aria-label": label, tabindex: bit === this.at ? 0 : -1, "data-bit": bit, onclick: click }, value);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest("[data-bit]");
    const row = this.perRow() * 8;
    const way = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row, Home: -Infinity, End: Infinity })[event.key];
    if (!target || way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const last = this.root.children.length * 8 - 1;
    this.focus(Math.max(0, Math.min(last, Number(/** @type {HTMLElement} */ (target).dataset.bit) + way)));
  }

  /** How many bytes stand side by side. */
  perRow() {
    const cells = /** @type {HTMLElement[]} */ ([...this.root.children]);
    const next = cells.findIndex((cell) => cell.offsetTop > cells[0].offsetTop);
    return next < 0 ? cells.length : next;
  }

  /** @param {number} bit */
  focus(bit) {
    const button = (/** @type {number} */ one) => /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-bit="${one}"]`));
    button(this.at)?.setAttribute("tabindex", "-1");
    this.at = bit;
    button(bit)?.setAttribute("tabindex", "0");
    button(bit)?.focus();
  }
}

/** The fields in one byte. @param {Part} part @param {number} place @returns {Run[]} */
function runsOf(part, place) {
  const spans = part.name === "first" ? FIRST : part.name === "second" ? SECOND : [[part.name, 8]];
  const names = /** @type {[string, number][]} */ (spans);
  return names.map(([name, width]) => ({ name, width, tint: TINTS[name.replace(/\d/, "")], first: place === part.start }));
}

/** A payload byte as the character it stands for. @param {Uint8Array} data @param {Part} part @param {number} place @param {Uint8Array | null} key */
function legible(data, part, place, key) {
  if (part.name !== "payload") return "";
  const byte = part.frame === 0 && key ? xor(data.subarray(place, place + 1), key, place - part.start)[0] : data[place];
  const text = byte > 32 && byte < 127 ? `“${String.fromCharCode(byte)}”` : byte.toString(16).padStart(2, "0");
  return part.frame === 0 && key ? `→ ${text}` : text;
}
