/** Short polling: ask, take what came, then set a timer. */

import { Poller } from "../poller.js";

/**
 * @param {{url: string, path: string, base: number, seconds: number}} settings
 * @returns {import("../client.js").Transport}
 */
export function open({ url, path, base, seconds }) {
  return new Poller({ url: new URL(path, url), delay: seconds * 1000, hold: 0, base });
}
