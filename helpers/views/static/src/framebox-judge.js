// What a strict endpoint does with bytes that arrive after the handshake (RFC 6455 §5 to §7). Pure. The Python
// Connection in helpers/protocols is the oracle: same events, same words, same bytes in answer, for every header.

import { BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, encode, headerSize, join, parseHeader, xor } from "./framebox-frame.js";
import { Utf8 } from "./framebox-utf8.js";

/** @typedef {"server" | "client"} Role */
/** @typedef {import("./framebox-frame.js").Header} Header */

/** @typedef {object} Happening
 * @property {"text" | "binary" | "ping" | "pong" | "closed" | "failed"} kind
 * @property {Uint8Array} data payload @property {string} text of a text message, or the reason
 * @property {number} code of a close, else 0 @property {string} rfc where the broken rule stands
 * @property {Uint8Array} reply what goes back @property {number} end up to where the bytes were read
 */

/** @typedef {object} Verdict
 * @property {Happening[]} events @property {"open" | "closed" | "failed"} state
 * @property {bigint} missing bytes of a frame that began and is not whole
 * @property {boolean} unfinished a message began and is not whole
 */

const LIMIT = 1024n * 1024n; // bytes of a message, as Connection's own default
const NO_STATUS = 1005;
const KNOWN = [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG];
const NOTHING = new Uint8Array();

class Broken extends Error {
  /** @param {number} code @param {string} reason @param {string} rfc */
  constructor(code, reason, rfc) {
    super(reason);
    this.code = code;
    this.rfc = rfc;
  }
}

/**
 * @param {Uint8Array} data all that arrived
 * @param {{role: Role, key?: Uint8Array}} peer who reads it; a client masks its answers with `key`
 * @returns {Verdict}
 */
export function judge(data, { role, key = new Uint8Array(4) }) {
  return new Peer(data, role, role === "client" ? key : null).read();
}

class Peer {
  /** @type {Happening[]} */
  events = [];
  /** @type {Verdict["state"]} */
  state = "open";
  missing = 0n;
  at = 0;
  /** The message that began. @type {{opcode: number, size: bigint, parts: Uint8Array[], utf8: Utf8} | null} */
  message = null;

  /** @param {Uint8Array} data @param {Role} role @param {Uint8Array | null} key */
  constructor(data, role, key) {
    this.data = data;
    this.role = role;
    this.key = key;
  }

  /** @returns {Verdict} */
  read() {
    try {
      while (this.state === "open" && this.at < this.data.length && this.frame());
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.state = "failed";
      const payload = join([code(error.code), new TextEncoder().encode(error.message).subarray(0, 123)]);
      this.happen("failed", { code: error.code, text: error.message, rfc: error.rfc, reply: this.reply(CLOSE, payload) });
    }
    return { events: this.events, state: this.state, missing: this.missing, unfinished: this.message !== null };
  }

  /** Read one frame; whether it was whole. */
  frame() {
    const rest = this.data.subarray(this.at);
    if (rest.length >= 2) checkStart(rest[0], rest[1], this.role);
    const header = parseHeader(rest);
    if (!header) return this.lack(BigInt((rest.length < 2 ? 2 : headerSize(rest[1])) - rest.length));
    checkLength(header);
    const control = header.opcode & 0b1000;
    if (!control) this.begin(header);
    const there = rest.subarray(header.size, header.size + Number(header.length > BigInt(rest.length) ? rest.length : header.length));
    const whole = BigInt(there.length) === header.length;
    if (control && !whole) return this.lack(header.length - BigInt(there.length));
    const payload = header.key ? xor(there, header.key) : there;
    this.at += header.size + there.length;
    if (control) this.control(header.opcode, payload);
    else this.more(payload, whole && header.fin);
    return whole || this.lack(header.length - BigInt(there.length));
  }

  /** @param {bigint} missing */
  lack(missing) {
    this.missing = missing;
    return false;
  }

  /** A data frame starts. @param {Header} header */
  begin({ opcode, length }) {
    if (opcode !== CONTINUATION) {
      if (this.message) throw new Broken(1002, "a new message inside a fragmented one", "RFC 6455 §5.4");
      this.message = { opcode, size: 0n, parts: [], utf8: new Utf8() };
    } else if (!this.message) throw new Broken(1002, "a continuation, but no message was begun", "RFC 6455 §5.4");
    const total = this.message.size + length;
    if (total > LIMIT) throw new Broken(1009, `a message of ${total} bytes, at most ${LIMIT} allowed`, "RFC 6455 §10.4");
  }

  /** A piece of a data frame's payload. @param {Uint8Array} piece @param {boolean} end it ends the message */
  more(piece, end) {
    const message = this.message;
    if (!message) return;
    message.size += BigInt(piece.length);
    message.parts.push(piece);
    if (message.opcode === TEXT) this.utf8(message.utf8.receive(piece) || (end ? message.utf8.end() : ""));
    if (!end) return;
    const data = join(message.parts);
    this.message = null;
    if (message.opcode === BINARY) this.happen("binary", { data });
    else this.happen("text", { data, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(data) });
  }

  /** @param {string} complaint */
  utf8(complaint) {
    if (complaint) throw new Broken(1007, complaint, "RFC 6455 §8.1");
  }

  /** @param {number} opcode @param {Uint8Array} data */
  control(opcode, data) {
    if (opcode === PONG) return this.happen("pong", { data });
    if (opcode === PING) return this.happen("ping", { data, reply: this.reply(PONG, data) });
    const [status, text] = parseClose(data);
    this.state = "closed";
    const reply = this.reply(CLOSE, status === NO_STATUS ? NOTHING : code(status));
    return this.happen("closed", { code: status, text, data, reply });
  }

  /** @param {Happening["kind"]} kind @param {Partial<Happening>} what */
  happen(kind, what) {
    this.events.push({ kind, data: NOTHING, text: "", code: 0, rfc: "", reply: NOTHING, end: this.at, ...what });
  }

  /** @param {number} opcode @param {Uint8Array} payload */
  reply(opcode, payload) {
    return encode({ fin: true, rsv: 0, opcode, payload, key: this.key, form: 0 });
  }
}

/** What the first two bytes show already. @param {number} first @param {number} second @param {Role} reader */
function checkStart(first, second, reader) {
  const [rsv, opcode, masked] = [(first >> 4) & 0b111, first & 0b1111, !!(second & 0b1000_0000)];
  const refuse = (/** @type {string} */ reason, rfc = "RFC 6455 §5.2") => {
    throw new Broken(1002, reason, rfc);
  };
  if (rsv) refuse(`reserved bits ${rsv.toString(2).padStart(3, "0")} without an extension`);
  if (!KNOWN.includes(opcode)) refuse(`reserved opcode ${opcode}`);
  if (opcode & 0b1000 && (second & 0b0111_1111) > 125) refuse("a control frame of more than 125 bytes", "RFC 6455 §5.5");
  if (opcode & 0b1000 && !(first & 0b1000_0000)) refuse("a fragmented control frame", "RFC 6455 §5.5");
  if (reader === "server" && !masked) refuse("a client's frame that is not masked", "RFC 6455 §5.1");
  if (reader === "client" && masked) refuse("a server's frame that is masked", "RFC 6455 §5.1");
}

/** @param {Header} header */
function checkLength({ length, extended }) {
  if ((extended === 2 && length < 126n) || (extended === 8 && length < 65536n))
    throw new Broken(1002, `length ${length} takes ${extended} bytes, fewer do`, "RFC 6455 §5.2");
  if (length >> 63n) throw new Broken(1002, "the most significant bit of a 64-bit length is set", "RFC 6455 §5.2");
}

/** @param {number} status */
const code = (status) => Uint8Array.of(status >> 8, status & 0xff);

/** Whether a close frame may carry this code. @param {number} status */
const sendable = (status) =>
  (status >= 1000 && status <= 1014 && ![1004, 1005, 1006].includes(status)) || (status >= 3000 && status <= 4999);

/** @param {Uint8Array} payload @returns {[number, string]} */
function parseClose(payload) {
  if (!payload.length) return [NO_STATUS, ""];
  if (payload.length === 1) throw new Broken(1002, "a close frame with half a code", "RFC 6455 §5.5.1");
  const status = payload[0] * 256 + payload[1];
  if (!sendable(status)) throw new Broken(1002, `close code ${status} must not be sent`, "RFC 6455 §7.4");
  const reason = new Utf8();
  if (reason.receive(payload.subarray(2)) || reason.end()) throw new Broken(1007, "the close reason is not UTF-8", "RFC 6455 §5.5.1");
  return [status, new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload.subarray(2))];
}
