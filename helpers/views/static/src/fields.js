// The fields of a row, read back from what Python's tables.py wrote, when somebody looks.

import { asHex, asText } from "./text.js";

const LABEL = 5;

/** @typedef {import("./bytes.js").Bytes} Bytes */

/**
 * @typedef {object} Bit
 * @property {string} name @property {number} width @property {string} value @property {string} note
 *
 * @typedef {object} Field One explained range of a buffer.
 * @property {number} start @property {number} end @property {string} name @property {string} value
 * @property {string} note @property {string} rfc @property {Field[]} children @property {Bit[]} bits
 * @property {Decoded | null} decoded
 *
 * @typedef {object} Decoded Bytes that were never on the wire in this form.
 * @property {string} name @property {Bytes} data @property {Field[]} fields
 *
 * @typedef {object} Tables What rows refer to by place.
 * @property {string[]} words @property {any[][]} fields @property {Bytes[]} blobs
 *
 * @typedef {object} Source
 * @property {Tables} tables
 * @property {string} label what the row says of itself
 * @property {(parts: number[][]) => Bytes} join the bytes that ranges of the row's stream are, unmasked
 */

/** @param {number} place @param {Source} source @param {Bytes} data the buffer it counts in @param {number} [above] where the field begins that it is in @returns {Field} */
export function readField(place, source, data, above = 0) {
  const { words, fields, blobs } = source.tables;
  const [from = 0, size = 0, name = 0, value = "", note = 0, rfc = 0, children = [], bits = [], decoded] = fields[place];
  const [start, end] = [above + from, above + from + size];
  const inner = decoded ? (Array.isArray(decoded[1]) ? source.join(decoded[1]) : blobs[decoded[1]]) : null;
  const inside = (/** @type {number[]} */ places, /** @type {Bytes} */ buffer, /** @type {number} */ at) => places.map((one) => readField(one, source, buffer, at));
  return {
    start, end, name: words[name], value: spelled(value, source.label, data.slice(start, end), inner), note: words[note], rfc: words[rfc], children: inside(children, data, start),
    bits: bits.map((/** @type {any[]} */ [name, width, value, note]) => ({ name: words[name], width, value, note: words[note] })),
    decoded: inner ? { name: words[decoded[0]], data: inner, fields: inside(decoded[2], inner, 0) } : null,
  };
}

/** A value, or where it stands: `[kind, from, to, 1]`, see tables.py. @param {string | number[]} value @param {string} label @param {Bytes} own @param {Bytes | null} inner */
function spelled(value, label, own, inner) {
  if (typeof value === "string") return value;
  if (value[0] === LABEL) return label;
  const [kind, start = 0, end = own.length, more] = value;
  const bytes = (kind > 2 && inner ? inner : own).slice(start, end).known;
  return (kind % 2 ? asText(bytes) : asHex(bytes)) + (more ? "…" : "");
}
