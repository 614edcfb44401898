// The trace as a file: NDJSON as helpers/trace/ndjson.py reads it, pcapng as helpers/trace/pcapng.py writes it.

import { seconds } from "./model.js";

/** @typedef {{raw: any[], tables: import("./fields.js").Tables, zero: number}} Kept a record as it came */
/** @typedef {import("./model.js").Model} Model */
/** @typedef {"client" | "server"} Side */

const SIDES = /** @type {const} */ (["client", "server"]);

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (value) => value.toString(16).padStart(2, "0")).join("");

/** Each record as helpers/trace has it. @param {Model} model @returns {Generator<any>} */
function* recordsOf(model) {
  const ends = /** @type {{[stream: string]: number}} */ ({});
  for (const { raw, tables, zero } of model.records ?? []) {
    const [kind, ...rest] = raw;
    const at = (/** @type {any} */ time) => seconds(time, zero);
    if (kind === 2) {
      const [lane, start = 0, end = 0, label = 0, connection, side] = rest;
      const place = connection === undefined ? {} : { connection, side: SIDES[side] };
      yield { kind: "mark", lane: tables.words[lane], start: at(start), end: at(end), label: tables.words[label], ...place };
      continue;
    }
    const [connection = 0, place = 0, time = 0] = rest;
    const side = SIDES[place];
    const head = { connection, side, time: at(time) };
    if (kind === 0) {
      const [size = 0, ending = ""] = rest.slice(3);
      const start = ends[connection + side] ?? 0;
      ends[connection + side] = start + size;
      yield { kind: "arrival", ...head, data: model.stream(connection, side).slice(start, start + size).known, ending };
    } else {
      const [start = 0, size = 0, fault = "", data = 0, ending = ""] = rest.slice(3);
      yield { kind: "release", ...head, start, end: start + size, fault, data: data ? tables.blobs[data - 1].known : null, ending };
    }
  }
}

/** One JSON object a line. @param {Model} model */
export function ndjson(model) {
  const lines = [{ format: "realtime-on-the-wire trace", version: 1 }, ...[...recordsOf(model)].map(plain)];
  return lines.map((line) => JSON.stringify(line) + "\n").join("");
}

/** @param {any} record */
function plain({ data, fault, ending, ...rest }) {
  return { ...rest, ...(fault && { fault }), ...(data && { data: hex(data) }), ...(ending && { ending }) };
}

const SEGMENT = 65495;
const [FIN, SYN, RST, PSH, ACK] = [1, 2, 4, 8, 16];
const SERVER_IP = [10, 0, 0, 2];
const MACS = { client: [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1], server: [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2] };

/** @typedef {{ip: number[], port: number, next: Record<Side, number>}} Flow */

/** The arrivals as a capture file; the sockets' headers are made up. @param {Model} model */
export function pcapng(model) {
  const blocks = [block(0x0a0d0d0a, [...u32(0x1a2b3c4d), 1, 0, 0, 0, ...Array(8).fill(255)]), block(1, Array(8).fill(0).with(0, 1))];
  const flows = /** @type {Map<number, Flow>} */ (new Map());
  for (const record of recordsOf(model)) {
    if (record.kind !== "arrival") continue;
    const { connection, side, time, data, ending } = record;
    let flow = flows.get(connection);
    const put = (/** @type {Side} */ from, /** @type {number} */ flags, /** @type {ArrayLike<number>} */ bytes = []) =>
      blocks.push(packet(frame(/** @type {Flow} */ (flow), from, flags, bytes), time));
    if (!flow) {
      // no two have the same client: where the ports are used up, the next address begins
      const address = Math.floor(flows.size / 15000);
      const client = { ip: [10, ...u16(address & 0xffff), 1], port: 50000 + (flows.size % 15000) };
      flows.set(connection, (flow = { ...client, next: { client: 1000, server: 5000 } }));
      put("client", SYN), put("server", SYN | ACK), put("client", ACK);
    }
    carry(put, side, data, ending);
  }
  return new Blob(/** @type {BlobPart[]} */ (blocks));
}

/** @param {(from: Side, flags: number, bytes?: ArrayLike<number>) => void} put @param {Side} side @param {Uint8Array} data @param {string} [ending] */
function carry(put, side, data, ending) {
  const other = side === "client" ? "server" : "client";
  for (let start = 0; start < data.length; start += SEGMENT) {
    put(side, PSH | ACK, data.subarray(start, start + SEGMENT));
    put(other, ACK);
  }
  if (ending === "eof") put(side, FIN | ACK), put(other, ACK);
  if (ending === "reset") put(side, RST | ACK);
}

/** @param {Flow} flow @param {Side} side @param {number} flags @param {ArrayLike<number>} data */
function frame(flow, side, flags, data) {
  const other = side === "client" ? "server" : "client";
  const ports = side === "client" ? [...u16(flow.port), 0, 80] : [0, 80, ...u16(flow.port)];
  const addresses = side === "client" ? [...flow.ip, ...SERVER_IP] : [...SERVER_IP, ...flow.ip];
  const acknowledged = flags & ACK ? flow.next[other] : 0;
  const tcp = [...ports, ...b32(flow.next[side]), ...b32(acknowledged), 80, flags, 255, 255, 0, 0, 0, 0];
  const length = tcp.length + data.length;
  tcp.splice(16, 2, ...checksum([addresses, [0, 6, ...u16(length)], tcp, data]));
  flow.next[side] = (flow.next[side] + data.length + (flags & (SYN | FIN) ? 1 : 0)) >>> 0;
  const ip = [0x45, 0, ...u16(20 + length), 0, 0, 0x40, 0, 64, 6, 0, 0];
  ip.splice(10, 2, ...checksum([ip, addresses]));
  const bytes = new Uint8Array(34 + length);
  bytes.set([...MACS[side], 8, 0, ...ip, ...addresses, ...tcp]);
  bytes.set(data, 54);
  return bytes;
}

/** The Internet checksum (RFC 1071); every part but the last has an even length. @param {ArrayLike<number>[]} parts */
function checksum(parts) {
  let total = 0;
  for (const part of parts) for (let place = 0; place < part.length; place++) total += place % 2 ? part[place] : part[place] * 256;
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 65536);
  return u16(~total & 0xffff);
}

/** @param {Uint8Array} data @param {number} time s */
function packet(data, time) {
  const micros = Math.max(0, Math.round(time * 1e6));
  const head = [0, Math.floor(micros / 2 ** 32), micros % 2 ** 32, data.length, data.length].flatMap(u32);
  const body = new Uint8Array(head.length + data.length);
  body.set(head);
  body.set(data, head.length);
  return block(6, body);
}

/** @param {number} kind @param {ArrayLike<number>} body */
function block(kind, body) {
  const size = 12 + body.length + (-body.length & 3);
  const bytes = new Uint8Array(size);
  bytes.set([...u32(kind), ...u32(size)]);
  bytes.set(body, 8);
  bytes.set(u32(size), size - 4);
  return bytes;
}

/** Little end first. @param {number} value */
const u32 = (value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
/** Big end first. @param {number} value */
const b32 = (value) => u32(value).reverse();
/** Big end first. @param {number} value */
const u16 = (value) => [value >> 8, value & 255];
