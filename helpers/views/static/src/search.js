// Finding messages: in bytes, in text, in fields. It works in short slices, so that typing never waits for it.

import { asText } from "./text.js";

const SLICE = 8; // ms of work before the browser gets its turn

/** @typedef {"any" | "bytes" | "text" | "fields"} Where */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Row} Row */

/** A search that can be given up for the next one. */
export class Search {
  job = 0;

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
  }

  /**
   * The rows that hold `query`, in order; `null` when another search took over.
   * @param {string} query @param {Where} where
   * @returns {Promise<number[] | null>}
   */
  async run(query, where) {
    const job = ++this.job;
    const test = matcher(this.model, query, where);
    const hits = [];
    let since = performance.now();
    for (const row of query ? this.model.rows : []) {
      if (row && test(row)) hits.push(row.index);
      if (performance.now() - since < SLICE) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (job !== this.job) return null;
      since = performance.now();
    }
    return hits;
  }
}

/** @param {string} text as "81 85" or "8185" or "0x81, 0x85" @returns {number[] | null} */
export function parseHex(text) {
  const digits = text.replace(/0x|[\s,:]/gi, "");
  if (!digits || digits.length % 2 || /[^0-9a-f]/i.test(digits)) return null;
  return Array.from({ length: digits.length / 2 }, (_, place) => parseInt(digits.slice(2 * place, 2 * place + 2), 16));
}

/** @param {Model} model @param {string} query @param {Where} where @returns {(row: Row) => boolean} */
function matcher(model, query, where) {
  const low = query.toLowerCase();
  const has = (/** @type {string} */ text) => text.toLowerCase().includes(low);
  const hex = where === "any" || where === "bytes" ? parseHex(query) : null;
  const inText = where === "any" || where === "text";
  const inFields = where === "any" || where === "fields";
  return (row) => {
    if (inFields && (has(row.title) || has(row.summary) || has(row.fault))) return true;
    const data = model.bytes(row);
    const found = data.runs.some(([, bytes]) => (!!hex && indexOf(bytes, hex) >= 0) || (inText && has(asText(bytes))));
    const field = found || !(inFields || inText) ? null : model.field(row, data);
    return found || (!!field && (inFields ? inField(field, has, inText) : inBuffers(field, has)));
  };
}

/** @typedef {import("./fields.js").Field} Field */

/** @param {Field} field @param {(text: string) => boolean} has @param {boolean} text @returns {boolean} */
function inField(field, has, text) {
  if (has(field.name) || has(field.value) || has(field.rfc) || field.bits.some((bit) => has(bit.name) || has(bit.value))) return true;
  if (text && field.decoded && has(asText(field.decoded.data.known))) return true;
  return field.children.some((child) => inField(child, has, text)) || (field.decoded?.fields ?? []).some((child) => inField(child, has, text));
}

/** @param {Field} field @param {(text: string) => boolean} has @returns {boolean} */
function inBuffers(field, has) {
  if (field.decoded && (has(asText(field.decoded.data.known)) || field.decoded.fields.some((child) => inBuffers(child, has)))) return true;
  return field.children.some((child) => inBuffers(child, has));
}

/** @param {Uint8Array} bytes @param {number[]} wanted */
function indexOf(bytes, wanted) {
  let place = bytes.indexOf(wanted[0]);
  while (place >= 0 && place + wanted.length <= bytes.length) {
    if (wanted.every((value, offset) => bytes[place + offset] === value)) return place;
    place = bytes.indexOf(wanted[0], place + 1);
  }
  return -1;
}
