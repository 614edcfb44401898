// What stands behind an address `port/SESSION/PORT/…` of the folder live/: a server that runs in a lesson's tab. The service
// worker hands a request to the page that has this session, on a line of its own, and answers with what comes back on it.
//
// SESSION is the client's id that the browser gave to the page: so two tabs never mix, and a service worker that was put to
// sleep and woken has nothing to remember.

import { CLOSED, responded } from "./line.js";

/** @typedef {{session: string, port: number, target: string}} Place */

const HEAD = /^[^]*?<head(?:\s[^>]*)?>|^\s*<!doctype[^>]*>/i;

/** As much of a service worker as this needs. @type {any} */
const worker = globalThis;
const folder = new URL(".", worker.location.href).href;
const inside = `<script src="${folder}live-inside.js${worker.location.search}"></script>`;

/** Nothing where another address is meant. @param {string} address @returns {Place | null} */
export function placeOf(address) {
  const [, session, port, target] = /^port\/([\w-]+)\/(\d+)(\/[^#]*)/.exec(address.startsWith(folder) ? address.slice(folder.length) : "") ?? [];
  return target ? { session, port: Number(port), target } : null;
}

/** @param {Request} request @param {Place} place @returns {Promise<Response>} */
export async function answered(request, { session, port, target }) {
  const page = request.mode === "navigate";
  try {
    const client = await worker.clients.get(session);
    if (!client) throw new Error(CLOSED);
    const headers = [...request.headers];
    const body = request.method === "GET" || request.method === "HEAD" ? null : await request.arrayBuffer();
    const { port1: line, port2 } = new MessageChannel();
    client.postMessage({ kind: "ask", port, target, method: request.method, headers, body, line: port2 }, [port2, ...(body ? [body] : [])]);
    const { head, body: stream } = await responded(line);
    return response(head, page, stream);
  } catch (error) {
    return page ? new Response(`${/** @type {Error} */ (error).message}\n`, { status: 502, headers: { "Content-Type": "text/plain; charset=utf-8" } }) : Response.error();
  }
}

/** @param {import("./line.js").Head} head @param {boolean} page @param {ReadableStream<Uint8Array<ArrayBuffer>> | null} body */
function response({ headers, ...status }, page, body) {
  const all = new Headers(headers);
  if (!body || !page || !/^text\/html\b/i.test(all.get("Content-Type") ?? "")) return new Response(body, { ...status, headers: all });
  all.delete("Content-Length");
  all.set("Cross-Origin-Embedder-Policy", "require-corp"); // or a page that has it could not show this one
  return new Response(body.pipeThrough(withScript()), { ...status, headers: all });
}

/** Puts inside.js in front of the page's own scripts. */
function withScript() {
  let begun = false;
  return new TransformStream({
    transform(piece, stream) {
      if (begun) return stream.enqueue(piece);
      begun = true;
      const begin = HEAD.exec(new TextDecoder("latin1").decode(piece))?.[0].length ?? 0;
      stream.enqueue(piece.subarray(0, begin));
      stream.enqueue(new TextEncoder().encode(inside));
      stream.enqueue(piece.subarray(begin));
    },
  });
}

/** A client wants to know its own id; or a page behind a port asks, or opens a WebSocket: its line goes to the page that has the session. */
export async function heard(/** @type {any} */ { data, source, ports: [line] }) {
  if (data.kind === "who") return line.postMessage(source.id);
  const place = placeOf(source.url);
  const client = place && (await worker.clients.get(place.session));
  if (client) client.postMessage({ ...data, origin: place.port, line }, [line]);
  else line.postMessage({ error: CLOSED, close: [1006, ""] });
}
