// One code cell of the page: its code, what was recorded of it, and what it says when it runs here.

import { make } from "../dom.js";
import { Editor } from "./editor.js";
import { Outputs } from "./outputs.js";

/** @typedef {"" | "waiting" | "running" | "ran" | "failed"} State */

const NEEDS = "This cell needs more than a tab has: a thread, a program, or TLS that a browser believes. What it shows was recorded.";

export class Cell {
  /** @type {State} */
  state = "";
  /** @type {Outputs | null} what it said here */
  outputs = null;
  /** @type {State} */
  before = "";
  began = 0;
  /** Of its last run. */
  number = 0;

  /** @param {HTMLElement} root @param {number} place @param {{run(cell: Cell): void, stop(): void, changed(): void}} lesson */
  constructor(root, place, lesson) {
    this.root = root;
    this.place = place;
    this.box = /** @type {HTMLElement} */ (root.querySelector(":scope > .code"));
    this.button = /** @type {HTMLButtonElement | null} */ (this.box.querySelector(".run"));
    this.editor = this.install ? null : new Editor(this.box, { label: `Code of cell ${place + 1}`, run: () => lesson.run(this), changed: () => lesson.changed() });
    this.ready = this.install ? null : make("p", { class: "caption fresh" });
    if (this.install) this.box.after(make("p", { class: "aside-note fresh" }, NEEDS));
    else this.button?.replaceWith((this.button = this.pressed(lesson)));
    this.named();
  }

  /** The button does the one thing that fits. @param {{run(cell: Cell): void, stop(): void}} lesson */
  pressed(lesson) {
    const button = /** @type {HTMLButtonElement} */ (make("button", { type: "button", class: "run" }));
    button.addEventListener("click", () => (this.state === "running" ? lesson.stop() : lesson.run(this)));
    return button;
  }

  /** What only an installed course can run. */
  get install() {
    return this.root.classList.contains("install");
  }

  /** What fails on purpose. */
  get fails() {
    return this.root.classList.contains("raises-exception");
  }

  get source() {
    return this.editor?.text ?? this.box.querySelector("code")?.textContent ?? "";
  }

  /** @param {State} state */
  become(state) {
    if (state === "running") this.clear();
    if (state === "waiting") this.before = this.state;
    this.state = state;
    this.root.dataset.state = state;
    if (this.root instanceof HTMLDetailsElement && state === "failed") this.root.open = true;
    this.named();
    if (state === "ran" || state === "failed") this.say(`${state === "ran" ? "Ran here in" : "Stopped here after"} ${lasted(performance.now() - this.began)}`);
  }

  /** Say what the button does now. */
  named() {
    if (!this.button) return;
    this.button.textContent = this.state === "running" ? "Stop" : this.state === "waiting" ? "Waits" : "Run";
    this.button.setAttribute("aria-label", `${this.button.textContent}: cell ${this.place + 1}`);
  }

  /** Recorded outputs go, and come back with `reset`. */
  clear() {
    this.began = performance.now();
    this.recorded ??= [...this.root.querySelectorAll(":scope > .output, :scope > .caption:not(.fresh), :scope > .aside-note")].filter((one) => one.matches(".output, .aside-note") || /recorded|published/i.test(one.textContent ?? ""));
    for (const one of this.recorded) one.remove();
    this.fresh?.remove();
    this.fresh = /** @type {HTMLElement} */ (make("div", { class: "fresh" }));
    this.box.after(this.fresh);
    this.outputs = new Outputs(this.fresh);
  }

  /** @param {string} text */
  say(text) {
    if (!this.ready || !this.fresh) return;
    this.ready.textContent = text;
    this.fresh.append(this.ready);
    requestAnimationFrame(() => this.scrolled()); // with the layout of the next frame, and not one more after each cell of many
  }

  /** What can be scrolled can be reached by keys. */
  scrolled() {
    for (const one of this.fresh?.querySelectorAll("pre, .output, .rich") ?? []) if (one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight) one.setAttribute("tabindex", "0");
  }

  /** What one of its runs says; an earlier one is not heard any more. @param {import("./outputs.js").Said} said @param {number} number */
  hear(said, number) {
    if (number === this.number) this.outputs?.take(said);
    if (this.ready?.textContent && this.fresh?.contains(this.ready)) this.fresh.append(this.ready); // it stands last
  }

  /** As it was published. */
  reset() {
    this.fresh?.remove();
    this.box.after(...(this.recorded ?? []));
    this.recorded = this.fresh = undefined;
    this.outputs = null;
    if (this.editor) this.editor.text = this.editor.written;
    this.become("");
  }

  /** @type {Element[] | undefined} */
  recorded;
  /** @type {HTMLElement | undefined} */
  fresh;
}

/** @param {number} ms */
const lasted = (ms) => (ms < 995 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);
