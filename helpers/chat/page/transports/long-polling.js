/** Long polling: the server holds the request until there is news; then we ask again at once. */

import { Poller } from "../poller.js";

/**
 * @param {{url: string, path: string, base: number, hold: number}} settings
 * @returns {import("../client.js").Transport}
 */
export function open({ url, path, base, hold }) {
  return new Poller({ url: new URL(path, url), delay: 0, hold: hold * 1000, base });
}
