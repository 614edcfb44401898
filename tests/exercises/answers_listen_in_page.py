from tests.exercises.proofs import Answers

ANSWERS = Answers("listen_in_page")
DECODE, REST = "decoder.decode(value, { stream: true })", "rest = parts.pop()"
RENDER = "if (line) render(JSON.parse(line))"
WHOLE = "Half a line is nothing yet"

TEXTS = {
    "a stream of text": """
async function listen(reply) {
  let text = ""
  for await (const piece of reply.body.pipeThrough(new TextDecoderStream())) {
    text += piece
    for (let end; (end = text.indexOf("\\n")) >= 0; text = text.slice(end + 1)) {
      if (end > 0) render(JSON.parse(text.slice(0, end)))
    }
  }
}""",
    "bytes, decoded line by line": """
const listen = async ({ body }) => {
  const reader = body.getReader()
  let kept = []
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    for (const byte of next.value) {
      if (byte !== 10) { kept.push(byte); continue }
      const line = new TextDecoder().decode(new Uint8Array(kept))
      kept = []
      if (line.trim()) render(JSON.parse(line))
    }
  }
}""",
}
ANSWERS.rights += [(name, lambda text=text: text) for name, text in TEXTS.items()]
ANSWERS.edits(
    (DECODE, "decoder.decode(value)", "give the decoder {stream: true}"),
    (f"rest + {DECODE}", DECODE, "Your code raised SyntaxError"),
    (REST, 'parts.pop(); rest = ""', "Half a line is nothing yet: keep it"),
    (REST, "rest = parts.at(-1)", "Your code raised SyntaxError"),
    (RENDER, "render(JSON.parse(line))", "An empty line is no value"),
    (RENDER, "if (line) render(line)", "Rendered was a text"),
    (f"for (const line of parts) {RENDER}", "render(parts.filter(Boolean).map(JSON.parse))", "Rendered was an array"),
    ("if (done) return", "if (done) { render(JSON.parse(rest)); return }", "raised SyntaxError"),
    ("if (done) return", "if (done && !rest) return", "was stopped"),
    ("for (;;) {", "for (const once of [1]) {", "listen ended, and the reply had not"),
    ("async function listen(reply) {",
     "async function listen(reply) {\n  return (await reply.text()).split('\\n').forEach((l) => render(l))",
     "Nothing is written yet"),
    ("async function listen", "async function hear", "There is no function listen"),
    ('"\\n"', '"}"', "raised SyntaxError"),
    ("const decoder", "const decoder = ;", "This is not JavaScript yet"),
    ("for (;;) {", "for (;;) {\n    while (true) {}", "was stopped"),
)  # fmt: skip
