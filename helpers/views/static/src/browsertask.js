// <browser-task>: a piece of JavaScript that this browser judges, in a worker that ends with its time limit. In
// JupyterLab the kernel learns what was found and shows it; on a page the text can be edited, and the verdict stands below.

import { fill, h, keepKeys } from "./dom.js";
import { claim, load, onPage } from "./hub.js";

/** @typedef {{passed: boolean, sentence: string, case: string, tally: string, printed: string}} Found */
/** @typedef {{name: string, source: string, limit: number, task: string, praise: string, hints: string[]}} Task */

export class BrowserTask extends HTMLElement {
  /** @type {Task | null} */
  task = null;
  judging = false;
  version = 0;

  connectedCallback() {
    const script = this.querySelector('script[type="application/json"]');
    if (!this.task && script) {
      this.task = /** @type {Task} */ (JSON.parse(script.textContent ?? ""));
      this.judge = /** @type {HTMLScriptElement} */ (this.querySelector("script[data-later]"));
      this.status = h("p", { role: "status" });
      this.replaceChildren(onPage() && !this.dataset.view ? editor(this.task, this.judge) : this.status);
      fill(this.status, "This browser has not been asked yet. Run the cell again.");
    }
    claim(this);
  }

  /** The kernel waits for what this browser finds. @param {import("./hub.js").Link} link @param {any} message */
  async receive(link, message) {
    if (message.kind !== "offered" || !this.task || !this.judge || this.judging) return;
    this.judging = true;
    this.say("Your browser runs it …");
    const found = await judged(this.task, await inside(this.judge));
    link({ kind: "act", view: this.dataset.view, data: JSON.stringify(found) });
  }

  lose() {
    this.say("The kernel is gone. Run the cell again.");
  }

  /** @param {string} text */
  say(text) {
    if (this.status) fill(this.status, text);
  }
}

/** The judge's script. On a page it lies in a file of its own, which is asked for once. @param {HTMLScriptElement} judge @returns {Promise<string>} */
async function inside({ dataset, textContent }) {
  const file = dataset.later;
  if (!file) return JSON.parse(textContent ?? "");
  const come = /** @type {any} */ (globalThis);
  if (!come.courseLater?.[file]) await load(file);
  return come.courseLater[file];
}

/** What the judge finds, or that time was up. @param {Task} task @param {string} judge @returns {Promise<Found>} */
function judged({ source, limit }, judge) {
  const text = `(() => { ${judge}\njudge(${JSON.stringify(source)}).then(postMessage) })()`; // its names are not the answer's
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  const unfinished = { passed: false, case: "", tally: "", printed: "" };
  return new Promise((/** @type {(found: Found) => void} */ settle) => {
    const stopped = `Your code was still running after ${limit} s and was stopped.`;
    setTimeout(() => settle({ ...unfinished, sentence: stopped }), limit * 1000);
    worker.onmessage = ({ data }) => settle(data);
    worker.onerror = ({ message }) => settle({ ...unfinished, sentence: `The check itself could not go on (${message}).` });
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}

/** On a page: the text, a button, and the verdict. @param {Task} task @param {HTMLScriptElement} judge */
function editor(task, judge) {
  const text = /** @type {HTMLTextAreaElement} */ (h("textarea", { "aria-label": `Your ${task.name}, in JavaScript`, rows: task.source.split("\n").length + 4, spellcheck: "false" }));
  text.value = task.source.trim();
  const said = h("div.found", { role: "status" });
  const check = h("button.primary", { type: "button", onclick: run }, "Check it in this browser");
  const root = h("section.view.wire.task", { "aria-label": `Exercise: ${task.name}` }, text, h("div.top", null, check, h("span.soft", null, "Nothing leaves this page, and nothing is kept.")), said);
  keepKeys(root);
  return root;

  async function run() {
    check.setAttribute("aria-busy", "true");
    fill(said, ...verdict(task, await judged({ ...task, source: text.value }, await inside(judge))));
    check.removeAttribute("aria-busy");
  }
}

/** @param {Task} task @param {Found} found */
function verdict({ task, praise, hints }, found) {
  const head = h("p", null, h("b", null, found.passed ? "Passed" : "Not yet"), " ", h("span.soft", null, found.tally));
  const about = h("p", null, h("code", null, found.case));
  const sentence = h("p", null, found.passed ? praise : found.sentence || task);
  const printed = h("details", null, h("summary", null, "What your code printed"), h("pre", null, found.printed));
  const help = hints.map((hint, index) => h("details", null, h("summary", null, `Show a hint (${index + 1} of ${hints.length})`), h("p", null, hint)));
  return [head, found.case && about, sentence, found.printed && printed, ...(found.passed ? [] : help)];
}
