// What pages of this lesson's servers ask, brought to the network in memory. Each has a line of its own: a request says "more"
// for each piece of its response, or "cancel"; a WebSocket has messages both ways.

const OWN = [["User-Agent", navigator.userAgent], ["Accept-Language", navigator.languages.join(", ")]];
const BROWSER = "from helpers.net.tab import Browser; Browser()";

/** @param {any} python Pyodide */
export function within(python) {
  /** @type {any} */
  let browser;
  const begun = () => (browser ??= python.runPython(BROWSER));

  /** @param {{port: number, target: string, method: string, headers: [string, string][], body: ArrayBuffer | null, line: MessagePort}} asked */
  async function ask({ port, target, method, headers, body, line }) {
    const say = (/** @type {any} */ said) => line.postMessage(said, said.piece ? [said.piece.buffer] : []);
    const tried = (/** @type {() => Promise<void>} */ act) => act().catch((error) => say({ error: why(error) }));
    const exchange = begun().ask.callKwargs(port, target, { method, headers: python.toPy(headers.map(written)), body: python.toPy(new Uint8Array(body ?? [])) });
    line.addEventListener("close", () => exchange.cancel());
    line.onmessage = ({ data }) => (data === "cancel" ? exchange.cancel() : tried(async () => say({ piece: taken(await exchange.read()) })));
    await tried(async () => {
      const { status, reason, headers } = await exchange.head();
      say({ head: { status, statusText: reason, headers: headers.toJs() } });
    });
  }

  /** @param {{port: number, target: string, origin: number, subprotocols: string[], line: MessagePort}} asked */
  function socket({ port, target, origin, subprotocols, line }) {
    const said = (/** @type {string} */ word, /** @type {any} */ value) => line.postMessage({ [word]: value?.toJs ? value.toJs() : value });
    const opened = begun().open.callKwargs(port, target, said, { origin, subprotocols: python.toPy(subprotocols), headers: python.toPy(OWN) });
    line.addEventListener("close", () => opened.close(1001));
    line.onmessage = ({ data: { send, close } }) => (close ? opened.close(...close) : opened.send(typeof send === "string" ? send : python.toPy(send)));
  }

  return { ask, socket };
}

/** A field as browsers write it over HTTP/1.1. @param {[string, string]} field */
const written = ([name, value]) => [name.startsWith("sec-") ? name : name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value];

/** The bytes of a piece; nothing of the empty one, which is the end. @param {any} piece */
function taken(piece) {
  const bytes = piece.toJs();
  piece.destroy();
  return bytes.length ? bytes : null;
}

/** Pyodide has no text of some errors, such as that nobody listens. @param {Error & {type?: string}} error */
const why = ({ message, type }) => message.trim().split("\n").at(-1) || `Nobody answers at this address (${type}).`;
