// The data of a wire view: what Python's payload.py wrote, read back into rows and bytes.

import { Bytes, Stream, blob } from "./bytes.js";
import { readField } from "./fields.js";

/**
 * @typedef {object} Row One message.
 * @property {number} index @property {number} connection @property {"client" | "server"} side
 * @property {number} start @property {number} end @property {number} arrived @property {number | null} released
 * @property {"passed" | "held" | "incomplete" | "cut"} state @property {string} title @property {string} summary
 * @property {number} count of its reads @property {number[]} reads where those begin
 * @property {string} fault @property {Bytes | null} sent @property {Bytes | null} data only where it is not a range of its stream
 * @property {string} protocol @property {number | null} stream
 * @property {import("./room.js").Room | null} room what may still be sent after it
 * @property {Tables} tables @property {number} place of its field in them, -1 where it is not explained
 *
 * @typedef {import("./fields.js").Tables} Tables
 * @typedef {import("./fields.js").Field} Field
 *
 * @typedef {object} Payload
 * @property {string} [title] @property {number} zero ns @property {number} [version] @property {number} [since] @property {number} [known]
 * @property {boolean} [live] @property {boolean} [holding] @property {number} [left] bytes that are left out @property {number} [count] of rows, those left out with them
 * @property {string[]} words @property {any[][]} fields @property {any[][]} blobs @property {any[][]} rows @property {any[][]} bytes
 * @property {any[][]} [records] only where nothing is left out
 */

const SIDES = /** @type {const} */ (["client", "server"]);
const STATES = /** @type {const} */ (["passed", "held", "incomplete", "cut"]);
const NONE = /** @type {number[]} */ ([]);

/** How many bytes a row has. @param {Row} row */
export const sizeOf = (row) => (row.data === null ? row.end - row.start : row.data.length);

/** All that one view knows. */
export class Model {
  title = "";
  zero = 0; // s
  version = 0;
  live = false;
  holding = false;
  count = 0;
  left = 0;
  /** @type {Row[]} with holes where rows are left out */
  rows = [];
  /** @type {import("./save.js").Kept[] | null} `null` where some are not here */
  records = [];
  /** @type {number[]} */
  connections = [];
  /** @type {number[]} those of a protocol that has streams */
  streamed = [];
  size = 0;
  held = 0;
  latest = 0; // s after zero
  /** @type {Map<string, Stream>} */
  streams = new Map();

  /**
   * Take in a snapshot, or what changed since; the indices of changed rows.
   * @param {Payload} payload
   * @returns {number[]}
   */
  apply(payload) {
    for (const name of /** @type {const} */ (["title", "version", "live", "holding", "left", "count"])) {
      if (payload[name] !== undefined) Object.assign(this, { [name]: payload[name] });
    }
    this.zero = payload.zero / 1e9;
    for (const [connection, side, ...list] of payload.bytes) this.stream(connection, SIDES[side]).add(list);
    const tables = { words: payload.words, fields: payload.fields, blobs: payload.blobs.map(blob) };
    this.keep(payload, tables);
    return payload.rows.map((raw) => this.add(raw, tables, payload.zero));
  }

  /** Keep the records for saving. @param {Payload} payload @param {Tables} tables */
  keep({ records, known, zero, version }, tables) {
    if (version === undefined) return; // it explains a row, and brings no records
    if (!records) this.records = null;
    if (!records || !this.records) return;
    const news = records.slice(this.records.length - (known ?? 0));
    this.records.push(...news.map((raw) => ({ raw, tables, zero })));
  }

  /** @param {any[]} raw @param {Tables} tables @param {number} zero */
  add(raw, tables, zero) {
    const [index, connection, side = 0, start = 0, size = 0, arrived = 0, released = null, state = 0, title = 0, summary = "", place = 0, reads = NONE] = raw;
    const [fault = 0, sent = 0, data = 0, protocol = 0, stream = 0, room] = raw.slice(12);
    const { words, blobs } = tables;
    const row = /** @type {Row} */ ({
      index, connection, side: SIDES[side], start, end: start + size, arrived: seconds(arrived, zero), released: released === null ? null : seconds(released, zero),
      state: STATES[state], title: words[title], summary, place, count: reads[0] ?? 1, reads: reads.slice(1), fault: words[fault],
      sent: sent ? blobs[sent - 1] : null, data: data ? blobs[data - 1] : null, protocol: words[protocol], stream: stream ? stream - 1 : null, tables,
      room: room ? { side: SIDES[room[0]], stream: room[1], connection: room[2], change: room[3] } : null,
    });
    const old = this.rows[index];
    if (place < 0 && old && old.end === row.end) Object.assign(row, { place: old.place, tables: old.tables }); // it was asked for
    this.tally(row, old);
    this.rows[index] = row;
    return index;
  }

  /** @param {Row} row @param {Row | undefined} old */
  tally(row, old) {
    this.size += row.end - row.start - (old ? old.end - old.start : 0);
    this.latest = Math.max(this.latest, row.arrived - this.zero);
    this.held += Number(row.state === "held") - Number(old?.state === "held");
    if (!this.connections.includes(row.connection)) this.connections.push(row.connection);
    if (row.stream !== null && !this.streamed.includes(row.stream)) this.streamed.push(row.stream);
  }

  /** @param {number} connection @param {"client" | "server"} side */
  stream(connection, side) {
    const key = connection + side;
    let stream = this.streams.get(key);
    if (!stream) this.streams.set(key, (stream = new Stream()));
    return stream;
  }

  /** @param {Row} row */
  bytes(row) {
    return row.data ?? this.stream(row.connection, row.side).slice(row.start, row.end);
  }

  /** What a row consists of; nothing where it is not explained. @param {Row} row @param {Bytes} data @returns {Field | null} */
  field(row, data) {
    if (row.place < 0) return null;
    const stream = this.stream(row.connection, row.side);
    const join = (/** @type {number[][]} */ parts) => Bytes.join(parts.map(([from, size, key]) => {
      const bytes = stream.slice(row.start + from, row.start + from + size);
      return key === undefined ? bytes : unmasked(bytes, stream.slice(row.start + key, row.start + key + 4).known);
    }));
    return readField(row.place, { tables: row.tables, label: `${row.title} ${row.summary}`.trim(), join }, data);
  }

  /** How many messages are left out. */
  get leftRows() {
    return this.count - this.rows.reduce((sum) => sum + 1, 0);
  }
}

/** @param {Bytes} bytes @param {Uint8Array} key */
const unmasked = (bytes, key) => bytes.map((value, place) => value ^ key[place % 4]);

/** A time as payload.py writes it. @param {number | [number]} time ns after `zero`, or s @param {number} zero ns */
export const seconds = (time, zero) => (Array.isArray(time) ? time[0] : (zero + time) / 1e9);
