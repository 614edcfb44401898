/** The page's half of the upgraded connection: one WebSocket, both ways; posts that were not answered go again. */

import { after } from "../after.js";
import { Backoff } from "../backoff.js";
import { Refused } from "../requests.js";

/** @param {{url: string, path: string, base: number}} settings */
export function open({ url, path, base }) {
  const backoff = new Backoff({ base: base * 1000 });
  const waiting = new Map();
  let cancel = () => {};
  let open = true;
  /** @type {WebSocket | undefined} */
  let socket;

  function connect(inbox) {
    const address = new URL(path, url);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    if (inbox.cursor) address.searchParams.set("after", inbox.cursor);
    socket = new WebSocket(address);
    socket.onopen = () => waiting.forEach(({ post }) => socket?.send(JSON.stringify(post)));
    socket.onmessage = ({ data }) => {
      const { page, key, error } = JSON.parse(data);
      backoff.reset();
      if (page) {
        inbox.deliver(page);
        inbox.show("live");
      } else {
        if (error) waiting.get(key)?.reject(new Refused(error));
        else waiting.get(key)?.resolve();
        waiting.delete(key);
      }
    };
    socket.onclose = () => {
      if (!open) return;
      inbox.show("retrying");
      cancel = after(backoff.next(), () => connect(inbox));
    };
  }

  return {
    start: connect,
    stop() {
      open = false;
      socket?.close();
      cancel();
    },
    wake() {},
    post: (post) =>
      new Promise((resolve, reject) => {
        waiting.set(post.key, { post, resolve, reject });
        if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(post));
      }),
  };
}
