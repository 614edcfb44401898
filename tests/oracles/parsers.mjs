// What `engine.io-parser` and `socket.io-parser` make of packets and messages: JSON in on stdin, JSON out.
// Bytes are written {"$bytes": base64}.
import { decodePayload, encodePayload } from "engine.io-parser";
import { Decoder, Encoder } from "socket.io-parser";

const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const shown = (_, value) => value;
const plain = (value) => {
  if (isBytes(value)) return { $bytes: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  return value;
};
const made = (value) => {
  if (Array.isArray(value)) return value.map(made);
  if (value && typeof value === "object")
    return "$bytes" in value
      ? Buffer.from(value.$bytes, "base64")
      : Object.fromEntries(Object.entries(value).map(([name, one]) => [name, made(one)]));
  return value;
};

/** @type {Record<string, (given: any) => unknown>} */
const work = {
  decodeEngine: (body) => decodePayload(body, "nodebuffer"),
  encodeEngine: (packets) => {
    let body;
    encodePayload(packets, (encoded) => (body = encoded)); // calls back at once where no Blob is
    return body;
  },
  encode: (packet) => new Encoder().encode(packet),
  decode: (messages) => {
    const decoder = new Decoder();
    let found = null;
    decoder.on("decoded", (packet) => (found = packet));
    try {
      for (const message of messages) decoder.add(message);
    } catch (error) {
      return { error: error.message };
    }
    return found;
  },
};

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const asked = JSON.parse(Buffer.concat(chunks).toString());
const answers = asked.map(([name, given]) => plain(work[name](made(given))));
process.stdout.write(JSON.stringify(answers, shown));
