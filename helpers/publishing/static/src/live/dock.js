// The line at the foot of the window while the lesson runs here: what happens, and what can be done about it.

import { make } from "../dom.js";
import { megabytes } from "./refusals.js";

/** @typedef {{runAll(): void, stop(): void, restart(): void, reset(): void, save(): void, read(file: File): void}} Acts */

export class Dock {
  /** @param {Acts} acts */
  constructor(acts) {
    const button = (/** @type {string} */ text, /** @type {string} */ title, /** @type {() => void} */ act) => {
      const made = /** @type {HTMLButtonElement} */ (make("button", { type: "button", title }, text));
      made.addEventListener("click", act);
      return made;
    };
    this.bar = /** @type {HTMLProgressElement} */ (make("progress", { "aria-label": "Loading Python", hidden: "" }));
    this.status = make("span", { role: "status" });
    this.all = button("Run all", "Run all cells, from the top", () => acts.runAll());
    this.stop = button("Stop", "Stop the cell that runs", () => acts.stop());
    const more = /** @type {HTMLDetailsElement} */ (make("details", {}));
    const file = /** @type {HTMLInputElement} */ (make("input", { type: "file", accept: ".json,application/json", hidden: "", "aria-label": "Your progress.json" }));
    file.addEventListener("change", () => {
      if (file.files?.[0]) acts.read(file.files[0]);
      file.value = "";
    });
    const items = make("div", {});
    items.append(
      button("Restart Python", "All names are forgotten; your code stays", () => acts.restart()),
      button("Reset the lesson", "Code and outputs as they were published", () => acts.reset()),
      button("Save progress", "progress.json, as JupyterLab reads it", () => acts.save()),
      button("Read progress", "Choose the progress.json of JupyterLab", () => file.click()), file,
    );
    more.append(make("summary", { "aria-label": "More" }, "More"), items);
    items.addEventListener("click", () => more.removeAttribute("open"));
    more.addEventListener("keydown", (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === "Escape") more.removeAttribute("open");
    });
    this.root = make("section", { class: "dock", "aria-label": "Python in this tab" });
    this.aside = make("p", { role: "status", class: "note" });
    this.root.append(this.status, this.bar, this.all, this.stop, more, this.aside);
    this.stop.hidden = true;
  }

  /** @param {string} text @param {boolean} [wrong] */
  say(text, wrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("wrong", wrong);
  }

  /** What stays below the line, until something else is to be known. @param {string} text */
  note(text) {
    this.aside.textContent = text;
  }

  /** @param {number} got @param {number} size */
  loading(got, size) {
    this.bar.hidden = false;
    this.bar.max = size;
    this.bar.value = got;
    this.say(got < size * 0.995 ? `Python: ${megabytes(got)} of ${megabytes(size)}` : "Python starts …");
  }

  /** @param {{busy: boolean}} state */
  show({ busy }) {
    this.bar.hidden = true;
    this.all.hidden = busy;
    this.stop.hidden = !busy;
  }
}
