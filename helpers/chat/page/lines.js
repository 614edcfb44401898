/**
 * Lines out of a stream of bytes. A piece of the stream is no line: it may hold half of one, or three, or half a
 * character; the decoder and the rest keep what is not whole.
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<string, void, void>}
 */
export async function* lines(stream) {
  const reader = stream.getReader(); // not every browser lets one iterate over a stream
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      yield* parts;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
