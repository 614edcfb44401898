// Stands for `fetch` in a page behind a port of a lesson's tab. A service worker would answer it as well, but a browser gives up after
// five minutes what a service worker has not answered, and tells it of nothing that a page gives up; so it goes on a line of its own.

import { responded } from "./line.js";
import { folder } from "./where.js";

const OWN = { Accept: "*/*", "User-Agent": navigator.userAgent };
const { fetch: native } = globalThis;

/** @param {RequestInfo | URL} input @param {RequestInit} [options] @returns {Promise<Response>} */
export async function tabFetch(input, options) {
  const request = new Request(input, options);
  const { controller } = navigator.serviceWorker;
  const [, port, target] = /^(\d+)(\/[^#]*)/.exec(request.url.startsWith(folder) ? request.url.slice(folder.length) : "") ?? [];
  if (!controller || !target) return native(request);
  request.signal.throwIfAborted();
  const { method, signal } = request;
  const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer();
  const headers = [...Object.entries(OWN).filter(([name]) => !request.headers.has(name)), ...request.headers];
  const { port1: line, port2 } = new MessageChannel();
  controller.postMessage({ kind: "ask", port: Number(port), target, method, headers, body, line: port2 }, [port2]);
  const { head: { headers: fields, ...status }, body: stream } = await responded(line, signal);
  const response = new Response(stream, { ...status, headers: fields });
  return Object.defineProperty(response, "url", { value: request.url });
}
