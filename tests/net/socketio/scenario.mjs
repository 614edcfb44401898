// What the official client does with a server of ours, in Node and in a page: the same words for both.

const heard = (socket, event) => new Promise((resolve) => socket.once(event, (...given) => resolve(given)));
const bytes = (value) => [...new Uint8Array(value.buffer ? Uint8Array.from(value) : value)];

/** Connect, enter namespaces, send, acknowledge, join; what came back. */
async function talk(io, url, options) {
  const socket = io(url, { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100, ...options });
  const custom = io(`${url}/custom`, { auth: { token: "abc" }, ...options });
  const told = await Promise.all([heard(socket, "auth"), heard(custom, "auth")]);
  const refused = await heard(io(`${url}/random`, options), "connect_error");
  socket.emit("message", 1, "€", { a: [true, null] });
  const back = await heard(socket, "message-back");
  const ack = await custom.emitWithAck("message-with-ack", { b: 2 });
  socket.emit("message", Uint8Array.from([1, 2, 3]), "x");
  const binary = await heard(socket, "message-back");
  const gave = await socket.emitWithAck("message-with-ack", Uint8Array.from([9]));
  await socket.emitWithAck("join", "room");
  custom.emit("say", "room", "only in another namespace");
  const said = heard(socket, "said");
  socket.emit("say", "room", "to the room");
  const found = { told, refused: refused[0].message, back, ack, binary: bytes(binary[0]), gave: bytes(gave), said: await said };
  custom.disconnect();
  return { socket, found };
}

/** All of it; `say` tells that the server may be restarted. No WebSocket opens at an address with `blocked` in it. */
export async function scenario(io, url, say) {
  const { socket, found } = await talk(io, url, {});
  const { engine } = socket.io;
  if (engine.transport.name !== "websocket") await heard(engine, "upgrade");
  found.upgraded = engine.transport.name;
  const slow = await talk(io, url, { query: { blocked: 1 }, forceNew: true });
  slow.socket.emit("message", "over polling");
  found.fallback = [slow.socket.io.engine.transport.name, await heard(slow.socket, "message-back")];
  slow.socket.disconnect();
  const gone = heard(socket, "disconnect"), again = heard(socket, "auth");
  await say("restart");
  found.reason = (await gone)[0];
  await again;
  socket.emit("message", "after");
  found.after = await heard(socket, "message-back");
  const last = heard(socket, "disconnect");
  socket.disconnect();
  await last;
  return found;
}
