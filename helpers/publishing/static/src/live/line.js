// A response that comes on a line from Python: a head, then pieces of the body, each when it is asked for; or an error.

/** @typedef {{status: number, statusText: string, headers: [string, string][]}} Head */

export const CLOSED = "The lesson that this page came from is closed, or its Python has ended. Run its cell again, in its own tab.";
const EMPTY = [204, 205, 304];

/** Rejected where no head comes. @param {MessagePort} line @param {AbortSignal} [signal] @returns {Promise<{head: Head, body: ReadableStream<Uint8Array<ArrayBuffer>> | null}>} */
export function responded(line, signal) {
  return new Promise((respond, fail) => {
    /** @type {ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>} */
    let stream;
    let came = () => {};
    const body = new ReadableStream({
      start: (controller) => void (stream = controller),
      pull: () => new Promise((/** @type {(_: void) => void} */ settle) => { // one piece at a time is asked for
        came = settle;
        line.postMessage("more");
      }),
      cancel: () => given(),
    }, { highWaterMark: 0 });
    const given = () => {
      line.onmessage = null;
      line.postMessage("cancel");
    };
    const ended = (/** @type {any} */ error) => (fail(error), stream.error(error));
    line.onmessage = ({ data: { head, piece, error } }) => {
      if (error) ended(new TypeError(error));
      else if (head) respond({ head, body: EMPTY.includes(head.status) ? null : body });
      else if (piece) stream.enqueue(piece);
      else stream.close();
      if (error || piece === null) line.close();
      came();
    };
    line.addEventListener("close", () => ended(new TypeError(CLOSED)));
    signal?.addEventListener("abort", () => (given(), ended(signal.reason)));
  });
}
