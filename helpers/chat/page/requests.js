/** A request to the chat, and its failures told apart: those that may pass, and those that never will. */

import { after } from "./after.js";

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
const PATIENCE = 10_000;
const LONGEST = 300_000; // a server that asks us to stay away for a month is wrong, or will be right long before

/**
 * Ask, and read the reply as JSON. `fetch` rejects for a network that fails, and not for a status of 500.
 *
 * A browser lets one tab at a time ask for an address that it might cache: what is held must not be cacheable, and
 * only the request can say so in time.
 * @param {URL} url
 * @param {RequestInit & {hold?: number}} [options] `hold`: milliseconds that the server may keep the request
 * @returns {Promise<any>}
 */
export async function request(url, { hold = 0, signal, ...options } = {}) {
  const overdue = new AbortController();
  const cancel = after(hold + PATIENCE, () => overdue.abort());
  const stop = () => overdue.abort();
  signal?.addEventListener("abort", stop);
  try {
    return await read(await fetch(url, { cache: "no-store", ...options, signal: overdue.signal }));
  } catch (error) {
    if (error instanceof TryAgain || error instanceof Refused) throw error;
    throw new TryAgain(String(error));
  } finally {
    cancel();
    signal?.removeEventListener("abort", stop);
  }
}

/** Store a post. @param {URL} url @param {import("./client.js").Post} post */
export async function store(url, post) {
  const headers = { "Content-Type": "application/json" };
  await request(url, { method: "POST", headers, body: JSON.stringify(post) });
}

/**
 * Ask, and return the reply as soon as its head is there: its body is read by whoever asks, for as long as it comes.
 * @param {URL} url
 * @param {RequestInit} options
 */
export async function open(url, options) {
  try {
    const reply = await fetch(url, { cache: "no-store", ...options });
    if (!reply.ok) await read(reply);
    return reply;
  } catch (error) {
    if (error instanceof TryAgain || error instanceof Refused) throw error;
    throw new TryAgain(String(error));
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
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Math.min(LONGEST, Math.max(0, wait)) || 0;
}
