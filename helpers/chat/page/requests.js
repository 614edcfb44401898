/** A request to the chat, and its failures told apart: those that may pass, and those that never will. */

/** It failed in a way that may pass. */
export class TryAgain extends Error {
  /** @param {string} message @param {number} [after] milliseconds the server asked us to stay away */
  constructor(message, after = 0) {
    super(message);
    this.after = after;
  }
}

/** The server will never take this. */
export class Refused extends Error {}

const PASSING = [408, 425, 429];

/**
 * Ask, and read the reply as JSON. `fetch` rejects for a network that fails, and not for a status of 500.
 * @param {URL} url
 * @param {RequestInit & {patience: number}} options `patience`: milliseconds until a reply is overdue
 * @returns {Promise<any>}
 */
export async function request(url, { patience, signal, ...options }) {
  const overdue = new AbortController();
  const timer = setTimeout(() => overdue.abort(), patience);
  const stop = () => overdue.abort();
  signal?.addEventListener("abort", stop);
  try {
    return await read(await fetch(url, { ...options, signal: overdue.signal }));
  } catch (error) {
    if (error instanceof TryAgain || error instanceof Refused) throw error;
    throw new TryAgain(String(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** @param {Response} reply */
async function read(reply) {
  const value = await reply.json().catch(() => null);
  if (reply.status >= 500 || PASSING.includes(reply.status)) {
    throw new TryAgain(`status ${reply.status}`, retryAfter(reply.headers.get("Retry-After")));
  }
  if (!reply.ok) throw new Refused(value?.error ?? `the server said ${reply.status}`);
  if (value === null) throw new TryAgain("the reply is not JSON");
  return value;
}

/** Milliseconds from a Retry-After header: seconds or a date (RFC 9110 §10.2.3). @param {string | null} text */
export function retryAfter(text) {
  if (text === null) return 0;
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Math.max(0, wait) || 0;
}
