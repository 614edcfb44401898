/**
 * What 3B's page must render of a reply that is never finished, after judges/page.js: each line as soon as it is whole.
 *
 * @typedef {{about: string, pieces: (string | Uint8Array)[], ends?: boolean, why: string}} Stream
 */

const CUT = "The cut is inside a character: give the decoder {stream: true}, so that it keeps the half.";
const LINE = { text: "Grüße 🙂" };
const BYTES = new TextEncoder().encode(`${JSON.stringify(LINE)}\n`);

/** @type {Stream[]} */
const STREAMS = [
  { about: "one line in one piece", pieces: ['{"id":1}\n'], why: "A whole line has come: render what JSON.parse gives." },
  { about: "two lines in one piece", pieces: ['{"id":1}\n{"id":2}\n'], why: "Both lines are whole: render each." },
  { about: "a line in two pieces", pieces: ['{"id"', ":1}\n"], why: "Half a line is nothing yet: keep it for the next piece." },
  { about: "one line and a half, then the rest", pieces: ['{"id":1}\n{"i', 'd":2}\n'], why: "Keep the half, render the whole." },
  { about: "the line feed comes alone", pieces: ['{"id":1}', "\n", '{"id":2}\n'], why: "A line is whole with its line feed." },
  { about: "empty lines keep the reply alive", pieces: ["\n", '{"id":1}\n\n\n', "\n"], why: "An empty line is no value: pass it over." },
  { about: "a piece that ends inside ü", pieces: [BYTES.slice(0, 12), BYTES.slice(12)], why: CUT },
  { about: "byte after byte", pieces: [...BYTES].map((_, at) => BYTES.slice(at, at + 1)), why: CUT },
  { about: "a reply that ends", pieces: ['{"id":1}\n'], ends: true, why: "done is true: the reply has ended, and so does listen." },
  { about: "a reply that ends within a line", pieces: ['{"id":1}\n{"id":2}'], ends: true, why: "The last line never became whole: nothing is rendered of it, and listen ends." },
];

/** The values of the lines that are whole. @param {Uint8Array[]} pieces */
function whole(pieces) {
  const decoder = new TextDecoder();
  const lines = pieces.map((piece) => decoder.decode(piece, { stream: true })).join("").split("\n").slice(0, -1);
  return lines.filter(Boolean).map((line) => JSON.parse(line));
}

/** Until as many were rendered, or nothing moves any more. @param {Stage} stage @param {number} count */
async function rest(stage, count) {
  for (let turn = 0; turn < 5 && stage.rendered.length < count; turn += 1) await calm();
  await calm();
}

/** @param {Stage} stage @param {Stream} stream @param {(reply: Response) => any} listen */
async function heard(stage, { pieces, ends, why }, listen) {
  /** @type {any} */
  let control;
  let over = false;
  const bytes = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  const reply = new Response(new ReadableStream({ start: (one) => void (control = one) }));
  const failed = (/** @type {any} */ error) => (stage.trouble ||= `Your code raised ${error}. ${why}`);
  (async () => listen(reply))().then(() => (over = true), failed);
  for (const [at, piece] of bytes.entries()) {
    control.enqueue(piece);
    const expected = whole(bytes.slice(0, at + 1));
    await rest(stage, expected.length);
    const sentence = stage.trouble || compared(stage.rendered.map(({ what }) => what), expected, why);
    if (sentence !== null) return sentence;
    if (over) return "listen ended, and the reply had not: read on until done is true.";
  }
  if (!ends) return null;
  control.close();
  await rest(stage, Infinity);
  return stage.trouble || compared(stage.rendered.map(({ what }) => what), whole(bytes), why) || (over ? null : why);
}

/** @param {any[]} given @param {any[]} expected @param {string} why */
function compared(given, expected, why) {
  for (const one of given) {
    if (typeof one === "string") return `Rendered was a text, ${JSON.stringify(one)}: render what JSON.parse gives.`;
    if (one instanceof Promise) return "Rendered was a promise: await it.";
    if (Array.isArray(one)) return "Rendered was an array: render the values one by one.";
  }
  return JSON.stringify(given) === JSON.stringify(expected) ? null : why;
}

page.judge = async (/** @type {string} */ source) => {
  for (const [done, stream] of STREAMS.entries()) {
    const stage = new Stage({ about: stream.about, until: 0, takes: 0 });
    Object.assign(page, stage.globals());
    /** @type {any} */
    let listen = null;
    stage.run(() => (listen = new Function(`${source}\n;return typeof listen === "function" ? listen : null`)()));
    const none = listen ? null : "There is no function listen(reply).";
    let sentence = stage.trouble || none || (await heard(stage, stream, listen));
    if (!done && !stage.rendered.length && sentence === stream.why) sentence = "";
    const found = { case: stream.about, tally: `${done} of ${STREAMS.length} replies`, printed: stage.printed };
    if (sentence !== null) return { passed: false, sentence, ...found };
  }
  return { passed: true, sentence: "", case: "", tally: `${STREAMS.length} of ${STREAMS.length} replies`, printed: "" };
};
