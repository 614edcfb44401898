/** The chat page: joins the client, a transport and the view. Every address is relative to the page's own. */

import { after } from "./after.js";
import { Backoff } from "./backoff.js";
import { Client, newKey } from "./client.js";
import { request } from "./requests.js";
import { SEEN } from "./seen.js";
import { removePending, showMessages, showPending, showPresence, showProblem } from "./view.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const name = /** @type {HTMLInputElement} */ (document.getElementById("name"));
const text = /** @type {HTMLInputElement} */ (document.getElementById("text"));
const choice = /** @type {HTMLSelectElement} */ (document.getElementById("transport"));

/** @typedef {{base: number, transports: {name: string}[]}} Settings of the server; a transport has more of its own */
let turns = 0;
/** @type {Set<string>} */
const mine = new Set();
const client = new Client({
  presence: showPresence,
  messages: (fresh, gap) => showMessages(fresh, { gap, mine }),
});

name.value = remembered("name") ?? `guest-${newKey().slice(0, 4)}`;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!SEEN.test(text.value) || !SEEN.test(name.value)) return showProblem("Write your name and a message first.");
  const post = { key: newKey(), name: name.value, text: text.value };
  remember("name", name.value);
  mine.add(post.key);
  text.value = "";
  showProblem("");
  showPending(post);
  try {
    await client.post(post);
  } catch (error) {
    removePending(post.key);
    text.value ||= post.text;
    showProblem(`Not sent: ${error instanceof Error ? error.message : error}`);
  }
});

for (const event of ["online", "pageshow"]) addEventListener(event, () => client.wake());
document.addEventListener("visibilitychange", () => document.hidden || client.wake());
choice.addEventListener("change", () => {
  const address = new URL(location.href);
  address.searchParams.set("transport", choice.value);
  history.replaceState(null, "", address);
  enter();
});
enter();

/** Load what the menu says, through every failure that may pass, and go on over that. */
async function enter() {
  const turn = ++turns;
  const backoff = new Backoff();
  while (turn === turns) {
    try {
      const { base, transports } = await load();
      const { value } = choice;
      const transport = transports.find(({ name }) => name === value);
      // A browser does not fetch a module again that it once failed to get: a retry takes another address.
      const module = await import(`./transports/${value}.js${backoff.failures ? `?${backoff.failures}` : ""}`);
      if (turn === turns) client.use(module.open({ ...transport, base, url: document.baseURI }));
      return;
    } catch (error) {
      console.warn(error);
      if (!client.transport) showPresence("retrying");
      await new Promise((resolve) => after(backoff.next(), () => resolve(null)));
    }
  }
}

/** What the server speaks goes into the menu; which of it is chosen may stand in the address. */
async function load() {
  /** @type {Settings} */
  const loaded = await request(new URL("settings.json", document.baseURI));
  client.base = loaded.base * 1000;
  const wished = choice.value || new URLSearchParams(location.search).get("transport");
  choice.replaceChildren(...loaded.transports.map(({ name }) => new Option(name, name, false, name === wished)));
  return loaded;
}

/** @param {string} key */
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // no storage in a sandboxed frame
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // no storage in a sandboxed frame: the name is asked for again next time
  }
}
