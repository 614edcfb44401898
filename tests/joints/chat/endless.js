/** The page's half of a reply that never ends: lines of JSON, each a page; after a break it asks from its cursor. */

import { after } from "../after.js";
import { Backoff } from "../backoff.js";
import { store } from "../requests.js";

/** @param {{url: string, path: string, base: number, origin?: string}} settings */
export function open({ url, path, base, origin }) {
  const address = new URL(path, origin ?? url);
  const stop = new AbortController();
  const backoff = new Backoff({ base: base * 1000 });
  let cancel = () => {};

  async function listen(inbox) {
    try {
      const from = new URL(address);
      if (inbox.cursor) from.searchParams.set("after", inbox.cursor);
      const reply = await fetch(from, { cache: "no-store", signal: stop.signal });
      let rest = "";
      const decoder = new TextDecoder();
      for await (const chunk of reply.body) {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          inbox.deliver(JSON.parse(line));
          inbox.show("live");
          backoff.reset();
        }
      }
    } catch (error) {
      console.debug(error);
    }
    if (stop.signal.aborted) return;
    inbox.show("retrying");
    cancel = after(backoff.next(), () => listen(inbox));
  }

  return {
    start: (inbox) => void listen(inbox),
    stop() {
      stop.abort();
      cancel();
    },
    wake() {},
    post: (post) => store(address, post),
  };
}
