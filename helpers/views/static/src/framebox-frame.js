// One frame as bytes: writing it, legal or not, and finding its fields again (RFC 6455 §5.2). Pure; lengths are BigInt.

export const CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;

/** @type {Record<number, string>} */
export const NAMES = { 0: "CONTINUATION", 1: "TEXT", 2: "BINARY", 8: "CLOSE", 9: "PING", 10: "PONG" };

/** @typedef {object} Frame What a person edits.
 * @property {boolean} fin @property {number} rsv three bits @property {number} opcode
 * @property {Uint8Array} payload what is meant, unmasked @property {Uint8Array | null} key
 * @property {number} form bits of the length: 7, 16 or 64; 0 takes the shortest
 */

/** @typedef {object} Header
 * @property {boolean} fin @property {number} rsv @property {number} opcode
 * @property {bigint} length @property {Uint8Array | null} key
 * @property {number} extended bytes of the extended length @property {number} size bytes of the whole header
 */

/** Mask or unmask. @param {Uint8Array} payload @param {Uint8Array} key @param {number} [offset] of the first byte in its payload */
export const xor = (payload, key, offset = 0) => payload.map((byte, place) => byte ^ key[(place + offset) % 4]);

/** The shortest form that holds a length. @param {number} size */
export const shortest = (size) => (size < 126 ? 7 : size < 65536 ? 16 : 64);

/** Whether a form of the length can hold a size at all. @param {number} form @param {number} size */
export const holds = (form, size) => form >= shortest(size);

/** @param {Frame} frame @returns {Uint8Array} */
export function encode({ fin, rsv, opcode, payload, key, form }) {
  const bits = form && holds(form, payload.length) ? form : shortest(payload.length);
  const mask = key ? 0b1000_0000 : 0;
  const extended = new Uint8Array(bits === 7 ? 0 : bits / 8);
  for (let [place, rest] = [extended.length - 1, payload.length]; place >= 0; place--, rest = Math.floor(rest / 256)) extended[place] = rest;
  const short = bits === 7 ? payload.length : bits === 16 ? 126 : 127;
  const start = [(fin ? 0b1000_0000 : 0) | (rsv << 4) | opcode, mask | short];
  return join([Uint8Array.from(start), extended, key ?? new Uint8Array(), key ? xor(payload, key) : payload]);
}

/** @param {Uint8Array[]} parts */
export function join(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** How many bytes the extended length takes. @param {number} second */
const extendedSize = (second) => ({ 126: 2, 127: 8 })[second & 0b0111_1111] ?? 0;

/**
 * The header at the start of some bytes, or `null` while bytes of it are missing.
 * @param {Uint8Array} data @returns {Header | null}
 */
export function parseHeader(data) {
  if (data.length < 2) return null;
  const size = headerSize(data[1]);
  if (data.length < size) return null;
  const extended = extendedSize(data[1]);
  const length = extended ? big(data.subarray(2, 2 + extended)) : BigInt(data[1] & 0b0111_1111);
  const key = data[1] & 0b1000_0000 ? data.slice(size - 4, size) : null;
  return { fin: !!(data[0] & 0b1000_0000), rsv: (data[0] >> 4) & 0b111, opcode: data[0] & 0b1111, length, key, extended, size };
}

/** How long a header is, by its second byte. @param {number} second */
export const headerSize = (second) => 2 + extendedSize(second) + (second & 0b1000_0000 ? 4 : 0);

/** Big-endian. @param {Uint8Array} bytes */
const big = (bytes) => bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);

/** @typedef {object} Part One field of one frame, as far as its bytes are there.
 * @property {"first" | "second" | "extended length" | "masking key" | "payload"} name
 * @property {number} start @property {number} end @property {number} frame which frame it belongs to
 */

/** The fields of all frames that begin in some bytes; they tile them. @param {Uint8Array} data @returns {Part[]} */
export function parts(data) {
  /** @type {Part[]} */
  const found = [];
  for (let [start, frame] = [0, 0]; start < data.length; frame++) {
    let at = start;
    const take = (/** @type {Part["name"]} */ name, /** @type {number | bigint} */ size) => {
      const end = Number(BigInt(at) + BigInt(size) < BigInt(data.length) ? BigInt(at) + BigInt(size) : BigInt(data.length));
      if (end > at) found.push({ name, start: at, end, frame });
      at = end;
    };
    const header = parseHeader(data.subarray(start));
    const second = data[start + 1] ?? 0;
    take("first", 1);
    take("second", 1);
    take("extended length", extendedSize(second));
    take("masking key", second & 0b1000_0000 ? 4 : 0);
    take("payload", header ? header.length : data.length);
    start = at;
  }
  return found;
}
