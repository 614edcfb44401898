// Pages of the lesson's own servers, in a frame or in a tab of their own: where they are, and who answers for them. The service
// worker of the folder live/ stands behind their addresses, and gets what they ask from the lesson's Python.

import { make } from "../dom.js";

const NONE = "Its page cannot be shown here: this browser lets no service worker stand behind an address (in a private window, perhaps, or where the site is not served by https). An installed course shows it.";
const GONE = "The server of this page is gone: run the cell again.";

let base = "";
let version = "";
/** @type {(message: any) => void} */
let pass = () => {};
/** @type {Promise<string> | undefined} the address of the folder in which each port of this lesson is one */
let root;
/** @type {Set<Element>} */
const filled = new Set();

/** Who can answer: `hand` brings to Python what a page asks, with its line. @param {{base: string, version: string}} place @param {(message: any) => void} hand */
export function answer(place, hand) {
  ({ base, version } = place);
  pass = hand;
}

/** Give a page its address. @param {HTMLElement} box of a `Visit` */
export async function fill(box) {
  const { port, path } = box.dataset;
  const [frame, link] = [box.querySelector("iframe"), box.querySelector("a")];
  const found = await (root ??= begun().catch(() => ((root = undefined), "")));
  if (!found) return empty(box, NONE);
  filled.add(box);
  if (link) link.href = `${found}${port}${path}`;
  if (frame) frame.src = `${found}${port}${path}`;
}

/** Python has ended, and all servers with it. */
export function leave() {
  for (const box of filled) empty(box, GONE);
  filled.clear();
}

/** @param {Element} box @param {string} why */
const empty = (box, why) => box.replaceChildren(make("p", { role: "status" }, why));

/** Let the service worker begin, and ask it who we are. */
async function begun() {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(`${base}live-sw.js${version}`);
  serviceWorker.onmessage = ({ data }) => pass(data);
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (!worker) throw new Error("no service worker");
  await new Promise((active, failed) => {
    const look = () => (worker.state === "activated" ? active(null) : worker.state === "redundant" && failed(new Error("redundant")));
    worker.addEventListener("statechange", look);
    look();
  });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ kind: "who" }, [port2]);
  return new Promise((/** @type {(root: string) => void} */ known) => {
    port1.onmessage = ({ data }) => known(`${base}port/${data}/`);
  });
}
