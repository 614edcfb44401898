// The data of a wire view: what Python's payload.py wrote, read back into rows, fields, bytes.

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
 * @property {string} name @property {Uint8Array} data @property {Field[]} fields
 *
 * @typedef {object} Row One message.
 * @property {number} index @property {number} connection @property {"client" | "server"} side
 * @property {number} start @property {number} end @property {number} arrived @property {number | null} released
 * @property {"passed" | "held" | "incomplete" | "cut"} state @property {string} title @property {string} summary
 * @property {number[]} reads @property {string} fault @property {string | null} sent
 * @property {string | null} data only where it is not a range of its stream
 * @property {number} place of its field @property {Tables} tables
 *
 * @typedef {object} Tables What rows refer to by place; a field is read when first asked for.
 * @property {string[]} words @property {any[][]} fields @property {Field[]} read
 *
 * @typedef {object} Payload
 * @property {string} [title] @property {number} [zero] @property {number} version @property {number} [since]
 * @property {number} [known] @property {boolean} live @property {boolean} holding @property {string[]} words @property {any[][]} fields
 * @property {any[][]} rows @property {any[][]} records
 */

/** @param {string} text base64 */
export function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let place = 0; place < raw.length; place++) bytes[place] = raw.charCodeAt(place);
  return bytes;
}

/** @param {string} text base64 */
const length = (text) => (text.length / 4) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);

/** How many bytes a row has. @param {Row} row */
export const sizeOf = (row) => (row.data === null ? row.end - row.start : length(row.data));

/** What one side sent on one connection: the reads, joined when somebody looks. */
class Stream {
  starts = /** @type {number[]} */ ([]);
  chunks = /** @type {(string | Uint8Array)[]} */ ([]);
  size = 0;

  /** @param {string} text base64 */
  add(text) {
    if (!text) return;
    this.starts.push(this.size);
    this.chunks.push(text);
    this.size += length(text);
  }

  /** @param {number} start @param {number} end @returns {Uint8Array} */
  slice(start, end) {
    const out = new Uint8Array(end - start);
    for (let place = this.find(start); place < this.starts.length && this.starts[place] < end; place++) {
      let chunk = this.chunks[place];
      if (typeof chunk === "string") chunk = this.chunks[place] = bytesOf(chunk);
      const from = Math.max(start - this.starts[place], 0);
      out.set(chunk.subarray(from, end - this.starts[place]), this.starts[place] + from - start);
    }
    return out;
  }

  /** The last chunk that starts at or before `offset`. @param {number} offset */
  find(offset) {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

const NONE = /** @type {number[]} */ ([]);

/** All that one view knows. */
export class Model {
  title = "";
  zero = 0;
  version = 0;
  live = false;
  holding = false;
  /** @type {Row[]} */
  rows = [];
  /** @type {any[][]} */
  records = [];
  /** @type {number[]} */
  connections = [];
  size = 0;
  held = 0;
  /** @type {Map<string, Stream>} */
  streams = new Map();

  /**
   * Take in a snapshot or what changed since; the indices of changed rows.
   * @param {Payload} payload
   * @returns {number[]}
   */
  apply(payload) {
    this.title = payload.title ?? this.title;
    this.zero = payload.zero ?? this.zero;
    this.version = payload.version;
    this.live = payload.live;
    this.holding = payload.holding;
    const tables = { words: payload.words, fields: payload.fields, read: [] };
    const skip = this.records.length - (payload.known ?? 0);
    for (const record of payload.records.slice(Math.max(skip, 0))) this.addRecord(record);
    return payload.rows.map((raw) => this.addRow(raw, tables));
  }

  /** @param {any[]} record */
  addRecord(record) {
    if (!this.records.length && !this.zero) this.zero = record[0] === "mark" ? record[2] : (record[3] ?? 0);
    this.records.push(record);
    if (record[0] === "arrival") this.stream(record[1], record[2]).add(record[4] ?? "");
  }

  /** @param {any[]} raw @param {Tables} tables */
  addRow(raw, tables) {
    const index = raw[0];
    const row = {
      index, connection: raw[1], side: raw[2], start: raw[3], end: raw[4], arrived: raw[5], released: raw[6], state: raw[7], title: raw[8] ?? "",
      summary: raw[9] ?? "", place: raw[10] ?? 0, reads: raw[11] ?? NONE, fault: raw[12] ?? "", sent: raw[13] ?? null, data: raw[14] ?? null, tables,
    };
    const old = this.rows[index];
    this.size += row.end - row.start - (old ? old.end - old.start : 0);
    this.held += Number(row.state === "held") - Number(old?.state === "held");
    if (!this.connections.includes(row.connection)) this.connections.push(row.connection);
    this.rows[index] = row;
    return index;
  }

  /** @param {number} connection @param {string} side */
  stream(connection, side) {
    const key = connection + side;
    let stream = this.streams.get(key);
    if (!stream) this.streams.set(key, (stream = new Stream()));
    return stream;
  }

  /** @param {Row} row */
  bytes(row) {
    if (row.data !== null) return bytesOf(row.data);
    return this.stream(row.connection, row.side).slice(row.start, row.end);
  }
}

/** What a row consists of. @param {Row} row */
export const fieldOf = (row) => field(row.place, row.tables);

/** @param {number} place @param {Tables} tables @returns {Field} */
const field = (place, tables) => (tables.read[place] ??= readField(tables.fields[place], tables));

/** @param {any[]} raw @param {Tables} tables @returns {Field} */
function readField(raw, tables) {
  const [start = 0, end = 0, name = 0, value, note = 0, rfc = 0, children, bits, decoded] = raw;
  const { words } = tables;
  const fields = (/** @type {number[] | undefined} */ places) => (places ?? []).map((place) => field(place, tables));
  const bit = (/** @type {any[]} */ [name, width, value, note]) => ({ name: words[name], width, value, note: words[note] });
  return {
    start, end, name: words[name], value: value || "", note: words[note], rfc: words[rfc], children: fields(children), bits: (bits || []).map(bit),
    decoded: decoded ? { name: words[decoded[0]], data: bytesOf(decoded[1]), fields: fields(decoded[2]) } : null,
  };
}
