/** What is seen of the chat. Everything that came over the wire is written with `textContent`: it stays text. */

const MOST = 2000; // messages that stay in the page
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {string} id */
const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const scroll = find("scroll");
const messages = find("messages");
const outbox = find("outbox");

/** @param {import("./client.js").Presence} presence */
export function showPresence(presence) {
  const light = find("presence");
  if (light.dataset.presence === presence) return;
  light.dataset.presence = presence;
  /** @type {HTMLElement} */ (light.querySelector(".word")).textContent = presence;
}

/**
 * @param {import("./client.js").Message[]} fresh
 * @param {{gap: boolean, mine: Set<string>}} options
 */
export function showMessages(fresh, { gap, mine }) {
  keepAtEnd(() => {
    if (gap) messages.append(element("li", "gap", "Something is missing here: the server no longer has it."));
    for (const message of fresh) {
      removePending(message.key);
      messages.append(item(message, mine.has(message.key)));
    }
    while (messages.childElementCount > MOST) messages.firstElementChild?.remove();
  });
}

/** Show a post that is on its way. @param {import("./client.js").Post} post */
export function showPending(post) {
  const row = element("li", "mine pending");
  row.dataset.key = post.key;
  row.append(element("b", "", post.name), element("p", "", post.text));
  keepAtEnd(() => outbox.append(row));
}

/** @param {string} key */
export function removePending(key) {
  outbox.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
}

/** @param {string} reason */
export function showProblem(reason) {
  find("problem").textContent = reason;
}

/** @param {import("./client.js").Message} message @param {boolean} mine */
function item(message, mine) {
  const row = element("li", mine ? "mine" : "");
  row.dataset.id = String(message.id);
  const time = element("time", "", clock.format(message.time * 1000));
  time.setAttribute("datetime", new Date(message.time * 1000).toISOString());
  row.append(time, element("b", "", message.name), element("p", "", message.text));
  for (const part of row.children) part.setAttribute("dir", "auto");
  return row;
}

/** @param {string} tag @param {string} [name] the class @param {string} [text] */
function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

/** Stay at the newest message, unless the reader has scrolled up. @param {() => void} change */
function keepAtEnd(change) {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
  change();
  if (atEnd) scroll.scrollTop = scroll.scrollHeight;
}
