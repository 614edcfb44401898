/** Long polling: the server holds the request until there is news; then we ask again at once. */

import { Poller } from "./polling.js";

/**
 * @param {{url: string, interval: number, hold: number, base: number}} settings of the server, in seconds
 * @returns {import("../client.js").Transport}
 */
export function open({ url, hold, base }) {
  return new Poller({ url, delay: 0, wait: hold, base });
}
