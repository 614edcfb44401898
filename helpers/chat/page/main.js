/** The chat page: joins the client, a transport and the view. Every address is relative to the page's own. */

import { Client, newKey } from "./client.js";
import { removePending, showMessages, showPending, showPresence, showProblem } from "./view.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const name = /** @type {HTMLInputElement} */ (document.getElementById("name"));
const text = /** @type {HTMLInputElement} */ (document.getElementById("text"));
const choice = /** @type {HTMLSelectElement} */ (document.getElementById("transport"));

/** @type {Set<string>} */
const mine = new Set();
const client = new Client({
  presence: showPresence,
  messages: (fresh, gap) => showMessages(fresh, { gap, mine }),
});

name.value = remembered("name") ?? `guest-${newKey().slice(0, 4)}`;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!text.value.trim() || !name.value.trim()) return showProblem("Write your name and a message first.");
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
choice.addEventListener("change", () => open(choice.value));
start();

async function start() {
  try {
    const reply = await fetch("settings.json", { cache: "no-store" });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    const settings = await reply.json();
    client.base = settings.base * 1000;
    choice.replaceChildren(...settings.transports.map((/** @type {string} */ known) => new Option(known)));
    const wished = new URLSearchParams(location.search).get("transport") ?? "";
    if (settings.transports.includes(wished)) choice.value = wished;
    await open(choice.value, settings);
  } catch (error) {
    showPresence("retrying");
    setTimeout(start, 3000);
  }
}

/** @type {object | undefined} */
let known;

/** @param {string} transport a name that the server gave @param {object} [settings] */
async function open(transport, settings = known) {
  known = settings;
  const module = await import(`./transports/${transport}.js`);
  client.use(module.open({ ...settings, url: document.baseURI }));
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
