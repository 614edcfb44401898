// What the bits mean and what the peer does, in words. Pure: texts come out, nothing is drawn here.

import { asHex } from "./text.js";
import { plural } from "./dom.js";
import { NAMES, parseHeader, xor } from "./framebox-frame.js";

/** @typedef {import("./framebox-frame.js").Part} Part */
/** @typedef {import("./framebox-judge.js").Verdict} Verdict */
/** @typedef {import("./framebox-judge.js").Happening} Happening */
/** @typedef {import("./framebox-judge.js").Role} Role */

/** @typedef {{name: string, value: string, note: string, rfc: string, tint: number}} Meaning */

const BASE = "RFC 6455 §5.2";

/** @type {Record<number, string>} */
const OPCODES = {
  0: "more of the message that an earlier frame began", 1: "the payload is text in UTF-8", 2: "the payload is bytes for the application",
  8: "the sender closes: after this it sends nothing more", 9: "a question whether the other side is alive", 10: "the answer to a ping, or a sign of life",
};

/** @type {Record<number, string>} */
export const CODES = {
  1000: "normal closure", 1001: "going away", 1002: "protocol error", 1003: "unsupported data", 1005: "no code was sent",
  1007: "invalid data", 1008: "policy violation", 1009: "message too big", 1010: "mandatory extension", 1011: "internal error",
};

/** The tint of a field, one for each as in the wire view. @type {Record<string, number>} */
export const TINTS = { FIN: 0, RSV: 1, opcode: 2, MASK: 3, length: 4, "extended length": 4, "masking key": 5, payload: 0 };

/** Bytes as text that shows what it is and does nothing else. @param {Uint8Array} bytes */
export function quoted(bytes, most = 40) {
  const text = new TextDecoder().decode(bytes.subarray(0, most * 4)).replace(/[\p{C}\u2028\u2029]/gu, "·");
  const shown = [...text].slice(0, most).join("");
  return `“${shown}”${shown.length < text.length || bytes.length > most * 4 ? " …" : ""}`;
}

/** @param {number} opcode */
export const nameOf = (opcode) => NAMES[opcode] ?? `opcode ${opcode}`;

/** What the fields of one part mean. @param {Uint8Array} data of the whole stream @param {Part} part @param {Part[]} all @returns {Meaning[]} */
export function meanings(data, part, all) {
  const bytes = data.subarray(part.start, part.end);
  const one = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ note, rfc = BASE) => ({ name, value, note, rfc, tint: TINTS[name] });
  const frame = all.filter((other) => other.frame === part.frame);
  const header = parseHeader(data.subarray(frame[0].start));
  switch (part.name) {
    case "first": {
      const [fin, rsv, opcode] = [bytes[0] >> 7, (bytes[0] >> 4) & 7, bytes[0] & 15];
      return [
        one("FIN", String(fin), fin ? "The last frame of its message." : "More frames of this message follow."),
        one("RSV", rsv.toString(2).padStart(3, "0"), "Reserved for extensions; must be 0 unless one was agreed on."),
        one("opcode", String(opcode), `${nameOf(opcode)}: ${OPCODES[opcode] ?? "reserved, nobody has given it a meaning"}.`),
      ];
    }
    case "second": {
      const [masked, short] = [bytes[0] >> 7, bytes[0] & 127];
      const where = { 126: "The length stands in the next 2 bytes.", 127: "The length stands in the next 8 bytes." };
      return [
        one("MASK", String(masked), masked ? "The payload is masked, as a client's must be." : "The payload is not masked, as a server's must not be.", "RFC 6455 §5.1"),
        one("length", String(short), /** @type {Record<number, string>} */ (where)[short] ?? `${plural(short, "byte")} of payload.`),
      ];
    }
    case "extended length":
      return [one(part.name, header ? header.length.toLocaleString("en") : asHex(bytes), `The payload's length as ${header ? header.extended * 8 : "16 or 64"} bits, most significant byte first.`)];
    case "masking key":
      return [one(part.name, asHex(bytes), "Four bytes chosen afresh for every frame; payload byte i is XORed with key byte i mod 4.", "RFC 6455 §5.3")];
    default:
      return [one(part.name, header?.key ? quoted(xor(bytes, header.key)) : quoted(bytes), payloadNote(bytes.length, header))];
  }
}

/** @param {number} there @param {import("./framebox-frame.js").Header | null} header */
function payloadNote(there, header) {
  const masked = header?.key ? "Unmasked it reads like this" : "What the frame carries";
  const short = header && BigInt(there) < header.length ? `; ${there} of ${header.length.toLocaleString("en")} bytes are here` : "";
  return `${masked}${short}.`;
}

/** @typedef {{kind: "fine" | "waits" | "refused", text: string, reply: Uint8Array, rfc: string}} Sentence */

/** What the peer does, one sentence a thing it does. @param {Verdict} verdict @param {Role} role @param {number} size of all that arrived @returns {Sentence[]} */
export function sentences(verdict, role, size) {
  const said = verdict.events.map((event) => sentence(event, role));
  const last = verdict.events[verdict.events.length - 1];
  const ignored = verdict.state !== "open" && last ? size - last.end : 0;
  if (verdict.state === "closed" && ignored > 0) said.push(plain("fine", `looks at nothing behind it: ${plural(ignored, "byte")}.`));
  if (verdict.state === "open") {
    if (verdict.missing > 0n) said.push(plain("waits", `waits for ${verdict.missing.toLocaleString("en")} more byte${verdict.missing === 1n ? "" : "s"} of this frame.`));
    else if (verdict.unfinished) said.push(plain("waits", "keeps what it has, and waits for the rest of the message."));
    else if (!said.length) said.push(plain("waits", "waits: nothing has come yet."));
  }
  return said;
}

/** @param {Sentence["kind"]} kind @param {string} text @returns {Sentence} */
const plain = (kind, text) => ({ kind, text, reply: new Uint8Array(), rfc: "" });

/** @param {Happening} event @param {Role} role @returns {Sentence} */
function sentence({ kind, data, text, code, rfc, reply }, role) {
  const said = (/** @type {string} */ words, /** @type {Sentence["kind"]} */ sort = "fine") => ({ kind: sort, text: words, reply, rfc });
  switch (kind) {
    case "text":
      return said(`gives the text ${quoted(data)} to the application.`);
    case "binary":
      return said(`gives ${plural(data.length, "byte")} to the application.`);
    case "ping":
      return said(`answers the ping with a pong of the same ${plural(data.length, "byte")}.`);
    case "pong":
      return said("notes the pong, and sends nothing.");
    case "closed":
      return said(`reads close code ${code}${CODES[code] ? `, ${CODES[code]}` : ""}, answers with a close, and ${role === "server" ? "hangs up" : "waits for the server to hang up"}.`);
    default:
      return said(`closes with ${code}, ${CODES[code]}: ${text}.`, "refused");
  }
}
