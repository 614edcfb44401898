// The worker: Pyodide with the lesson's wheels, and in it the session of helpers/kernel/tab. What the session says goes to
// the page as it is.

import { Store } from "./store.js";
import { lay, unzipped } from "./unzip.js";
import { within } from "./within.js";

const HOME = "/home/pyodide/";
const [QUICK, WHOLE] = ["python_quick.zip", "python_stdlib.zip"]; // what lessons import of Python's library, and all of it
const PROGRESS = HOME + "progress/";
const BEGIN = `
import sys
from helpers.kernel.tab import Rest, Session

sys.meta_path.append(Rest(rest, bring))
session = Session(post)
session.begin()
session
`;

/** @type {any} Pyodide */
let python;
/** @type {any} */
let session;
/** @type {Promise<void>} what is imported late is there */
let late = Promise.resolve();
let first = true;
let kept = "";

/** @param {any} message */
const tell = (message) => postMessage(message);

/** @param {{lesson: string, base: string, version: string, notebook: {name: string, text: string}, progress: string, interrupt: Uint8Array | null}} start */
async function begin({ lesson, base, version, notebook, progress, interrupt }) {
  let last = 0;
  const store = new Store(base, (got, size) => {
    if (performance.now() - last < 60 && got < size) return;
    last = performance.now();
    tell({ kind: "loading", got, size });
  });
  const lock = await store.lock(version);
  const script = (/** @type {string} */ name) => import(`${base}runtime/${name}?v=${lock.runtime[name].sha256.slice(0, 8)}`);
  const createPyodideModule = script("pyodide.asm.mjs").then((made) => made.default); // by Pyodide itself it would come without a version
  const needs = lock.lessons[lesson];
  const row = (/** @type {string} */ name) => lock.packages[name];
  const expect = (/** @type {string[]} */ names) => store.expect(names.map((name) => [row(name).file_name, row(name)]));
  const files = async (/** @type {string} */ name) => unzipped(await (await store.fetch(base + row(name).file_name)).arrayBuffer());
  store.expect(["pyodide.asm.wasm", QUICK].map((name) => ["runtime/" + name, lock.runtime[name]]));
  expect(needs.wheels);
  const wheels = Promise.all(needs.wheels.map(files));
  globalThis.fetch = (request, options) => {
    const address = request instanceof Request ? request.url : new URL(request, base).href;
    return store.files.has(address) ? store.fetch(address) : store.network(request, options);
  };
  const options = {
    indexURL: base + "runtime/", createPyodideModule, stdLibURL: `${base}runtime/${QUICK}`, lockFileContents: lock, packageBaseUrl: base,
    fsInit: async (/** @type {any} */ FS, /** @type {{sitePackages: string}} */ { sitePackages }) => lay(FS, (site = sitePackages), (await wheels).flat()),
    env: { HOME, REALTIME_PROGRESS_DIR: PROGRESS }, enableRunUntilComplete: false,
  };
  const { loadPyodide } = await script("pyodide.mjs");
  [python] = await Promise.race([Promise.all([loadPyodide(options), wheels]), store.lost]);
  python.FS.mkdirTree(PROGRESS);
  python.FS.writeFile(HOME + notebook.name, notebook.text);
  write(progress);
  if (interrupt) python.setInterruptBuffer(interrupt);
  python.globals.set("post", said);
  python.globals.set("rest", python.toPy(lock.rest));
  python.globals.set("bring", (/** @type {string} */ place) => python.FS.writeFile(place, blocking(`${base}runtime/${WHOLE}?sha256=${lock.runtime[WHOLE].sha256}`)));
  session = await python.runPythonAsync(BEGIN);
  Object.assign(asked, within(python));
  tell({ kind: "ready" });
  expect(needs.late);
  later = async () => {
    lay(python.FS, site, (await Promise.all(needs.late.map(files))).flat());
    python.pyimport("importlib").invalidate_caches();
  };
}

/** A file that an import waits for. @param {string} address */
function blocking(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (!(request.response instanceof ArrayBuffer) || request.status !== 200) throw new Error(`${address}: ${request.status}`);
  return new Uint8Array(request.response);
}

/** Where packages are. */
let site = "";

/** @type {() => Promise<void>} */
let later = async () => {};

/** What Python says, on its way to the page. @param {string} text */
function said(text) {
  postMessage(text);
  if (/^\{"kind": "(done|update)"/.test(text)) look();
}

/** Whether a check has changed the progress file. */
function look() {
  const file = PROGRESS + "progress.json";
  const text = python.FS.analyzePath(file).exists ? python.FS.readFile(file, { encoding: "utf8" }) : "";
  if (text === kept) return;
  kept = text;
  tell({ kind: "progress", text });
}

/** @param {string} text */
function write(text) {
  kept = text;
  if (text) python.FS.writeFile(PROGRESS + "progress.json", text);
}

/** @param {{run: number, source: string}} cell */
async function run({ run, source }) {
  await late;
  await session.run(run, source);
  if (first) late = later();
  first = false;
}

/** What came from the page. @type {Record<string, (data: any) => unknown>} */
const asked = {
  start: begin,
  run,
  stop: () => session.stop(),
  hub: ({ message }) => session.receive(message),
  progress: ({ text }) => write(text),
};

addEventListener("unhandledrejection", (event) => event.preventDefault()); // what matters of it was told

onmessage = async ({ data }) => {
  try {
    await asked[data.kind](data);
  } catch (error) {
    const { message, name } = /** @type {Error} */ (error);
    tell({ kind: "gone", why: message || name || String(error) });
  }
};
