// The worker: Pyodide with the lesson's wheels, and in it the session of helpers/kernel/tab. What the session says goes to
// the page as it is.

import { Store } from "./store.js";

const HOME = "/home/pyodide/";
const PROGRESS = HOME + "progress/";
const BEGIN = `
from helpers.kernel.tab import Session

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
  const runtime = Object.entries(lock.runtime).filter(([name]) => /\.(wasm|zip)$/.test(name));
  store.expect(runtime.map(([name, file]) => ["runtime/" + name, file]));
  store.expect(needs.wheels.map((/** @type {string} */ name) => [row(name).file_name, row(name)]));
  globalThis.fetch = (request, options) => {
    const address = request instanceof Request ? request.url : new URL(request, base).href;
    return store.files.has(address) ? store.fetch(address) : store.network(request, options);
  };
  const options = {
    indexURL: base + "runtime/", createPyodideModule, lockFileContents: lock, packageBaseUrl: base, packages: needs.wheels,
    env: { HOME, REALTIME_PROGRESS_DIR: PROGRESS }, enableRunUntilComplete: false,
  };
  const { loadPyodide } = await script("pyodide.mjs");
  python = await Promise.race([loadPyodide(options), store.lost]);
  python.FS.mkdirTree(PROGRESS);
  python.FS.writeFile(HOME + notebook.name, notebook.text);
  write(progress);
  if (interrupt) python.setInterruptBuffer(interrupt);
  python.globals.set("post", said);
  session = await python.runPythonAsync(BEGIN);
  tell({ kind: "ready" });
  store.expect(needs.late.map((/** @type {string} */ name) => [row(name).file_name, row(name)]));
  later = () => python.loadPackage(needs.late, { messageCallback() {} });
}

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
