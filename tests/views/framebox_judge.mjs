// Drives the frame box's judge without a browser: a question on stdin (JSON), one line an outcome on stdout.
// {"role", "prefix", "tails"}: for every first and second byte, what becomes of prefix + first + second + tails[second].
// {"role", "streams"}: what becomes of each stream. Bytes are hex.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { encode } from "../../helpers/views/static/src/framebox-frame.js";
import { judge } from "../../helpers/views/static/src/framebox-judge.js";

const question = JSON.parse(readFileSync(0, "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data) => Buffer.from(data).toString("hex");
const short = (text) => (text.length > 300 ? createHash("sha1").update(text).digest("hex") : text);

function outcome(data) {
  const { events, state, missing, unfinished } = judge(data, { role: question.role, key: bytes("01020304") });
  const said = events.map(({ kind, data, text, code, reply }) => {
    const what = { text: hex(Buffer.from(text)), failed: hex(Buffer.from(text)), closed: hex(Buffer.from(text)) }[kind] ?? hex(data);
    return `${kind}:${code}:${what}:${hex(reply)}`;
  });
  const waits = state === "open" ? [`missing:${missing}`, ...(unfinished ? ["unfinished"] : [])] : [];
  return short([...said, ...waits, state].join(" "));
}

const lines = [];
if (question.frames) for (const one of question.frames) lines.push(hex(encode({ ...one, payload: bytes(one.payload), key: one.key && bytes(one.key) })));
else if (question.streams) for (const stream of question.streams) lines.push(outcome(bytes(stream)));
else {
  const prefix = bytes(question.prefix);
  const whole = question.tails.map((tail) => Buffer.concat([prefix, bytes("0000"), bytes(tail)]));
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second++) {
      whole[second][prefix.length] = first;
      whole[second][prefix.length + 1] = second;
      lines.push(outcome(Uint8Array.from(whole[second])));
    }
}
process.stdout.write(lines.join("\n"));
