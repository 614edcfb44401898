// Python in a worker: started, asked, stopped, ended. Knows nothing of cells; who listens is told by number of run.

/** @typedef {import("./outputs.js").Said} Said */
/** @typedef {{lesson: string, base: string, version: string, notebook: {name: string, text: string}, progress: string}} Start */
/** @typedef {{loading(got: number, size: number): void, said(said: Said): void, hub(message: any): void, progress(text: string): void, ended(why: string): void}} Listener */

const PATIENCE = 400; // ms in which a cell that waits is cancelled
const LAST = 2000; // ms more in which one that computes lets itself be interrupted
const SIGINT = 2;

export class Python {
  /** @type {Worker | null} */
  worker = null;
  /** @type {Promise<void> | null} */
  ready = null;
  /** @type {Map<number, (failed: boolean) => void>} what runs */
  runs = new Map();
  number = 0;
  /** Only where the page was served with COOP and COEP. @type {Uint8Array | null} */
  interrupt = null;

  /** @param {() => Start} start @param {Listener} listener */
  constructor(start, listener) {
    this.start = start;
    this.listener = listener;
  }

  /** Until it can run a cell; rejected with a sentence. */
  begin() {
    this.ready ??= new Promise((ready, failed) => {
      const start = this.start();
      const worker = (this.worker = new Worker(start.base + "live-worker.js" + start.version, { type: "module" }));
      this.interrupt = globalThis.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
      const gone = (/** @type {string} */ why) => {
        if (this.worker !== worker) return;
        failed(new Error(why));
        this.end(why);
      };
      worker.onerror = (event) => gone(event.message || "the worker could not be started");
      worker.onmessage = ({ data }) => {
        const said = typeof data === "string" ? JSON.parse(data) : data;
        if (said.kind === "ready") ready();
        else if (said.kind === "gone") gone(said.why);
        else if (this.worker === worker) this.take(said);
      };
      worker.postMessage({ kind: "start", ...start, interrupt: this.interrupt });
    });
    return this.ready;
  }

  /** @param {any} said */
  take(said) {
    const { listener } = this;
    if (said.kind === "loading") listener.loading(said.got, said.size);
    else if (said.kind === "hub") listener.hub(said.message);
    else if (said.kind === "progress") listener.progress(said.text);
    else if (said.kind === "done") this.settle(said.run, said.failed);
    else listener.said(said);
  }

  /** Whether it failed. @param {string} source @param {(number: number) => void} known @returns {Promise<boolean>} */
  run(source, known) {
    const number = ++this.number;
    known(number);
    return new Promise((settle) => {
      this.runs.set(number, settle);
      this.worker?.postMessage({ kind: "run", run: number, source });
    });
  }

  /** @param {number} number @param {boolean} failed */
  settle(number, failed) {
    this.runs.get(number)?.(failed);
    this.runs.delete(number);
  }

  /** A message of a view. @param {any} message */
  send(message) {
    if (!this.worker) throw new Error("Python has ended");
    this.worker.postMessage({ kind: "hub", message: JSON.stringify(message) });
  }

  /** What a page of a server in there asks, with the line to answer on. @param {any} asked */
  visited(asked) {
    if (this.worker) this.worker.postMessage(asked, [asked.line, ...(asked.body ? [asked.body] : [])]);
    else asked.line.postMessage({ error: "Python has ended", close: [1006, ""] });
  }

  /** The learner's progress file, as Python is to have it. @param {string} text */
  progress(text) {
    this.worker?.postMessage({ kind: "progress", text });
  }

  /** Stop what runs: cancelled where it waits, interrupted where it computes, and where neither helps Python is ended. Whether it lives. */
  async stop() {
    const [number] = this.runs.keys();
    const over = (/** @type {number} */ ms) => new Promise((settle) => {
      const look = () => (this.runs.has(number) ? performance.now() < end ? setTimeout(look, 20) : settle(false) : settle(true));
      const end = performance.now() + ms;
      look();
    });
    if (number === undefined) return true;
    this.worker?.postMessage({ kind: "stop" });
    if (await over(PATIENCE)) return true;
    if (this.interrupt) this.interrupt[0] = SIGINT;
    if (this.interrupt && (await over(LAST))) return true;
    this.end("");
    return false;
  }

  /** End it; a reason is told. @param {string} why */
  end(why) {
    this.worker?.terminate();
    this.worker = this.ready = null;
    for (const number of [...this.runs.keys()]) this.settle(number, true);
    this.listener.ended(why);
  }
}
