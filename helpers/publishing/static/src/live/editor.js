// A cell's code can be changed: a textarea without a colour of its own lies over the highlighted code, which follows it.
// Not an editor from elsewhere: the small ones weigh thirty times as much, and a cell has twelve lines.

import { make } from "../dom.js";
import { highlighted } from "./highlight.js";

export class Editor {
  /** @param {Element} box @param {{label: string, run(): void, changed(): void}} by */
  constructor(box, by) {
    this.pre = /** @type {HTMLElement} */ (box.querySelector("pre"));
    this.code = /** @type {HTMLElement} */ (box.querySelector("code"));
    this.written = this.code.textContent ?? "";
    this.looks = [...this.code.childNodes].map((node) => node.cloneNode(true));
    this.area = /** @type {HTMLTextAreaElement} */ (make("textarea", {
      "aria-label": by.label, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", rows: "1",
      "aria-keyshortcuts": "Shift+Enter", title: "Shift+Enter runs it; Esc, then Tab, leaves it",
    }));
    this.area.value = this.written;
    this.area.addEventListener("input", () => { this.paint(); by.changed(); });
    this.area.addEventListener("scroll", () => { this.pre.scrollLeft = this.area.scrollLeft; });
    this.area.addEventListener("keydown", (event) => this.onKey(event, by));
    this.pre.setAttribute("tabindex", "-1"); // it scrolls with the textarea, which has the focus
    this.pre.after(this.area);
    box.classList.add("editable");
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.paint();
  }

  get changed() {
    return this.text !== this.written;
  }

  /** Put the caret where somebody clicked into the code. @param {MouseEvent} event */
  focusAt({ clientX, clientY }) {
    const { left, top } = this.code.getBoundingClientRect();
    const { lineHeight } = getComputedStyle(this.code);
    const lines = this.text.split("\n");
    const line = Math.max(0, Math.min(lines.length - 1, Math.floor((clientY - top) / parseFloat(lineHeight))));
    const range = document.createRange();
    range.selectNodeContents(this.code);
    const wide = range.getBoundingClientRect().width / Math.max(...lines.map((one) => one.length), 1);
    const column = Math.max(0, Math.min(lines[line].length, Math.round((clientX - left) / wide)));
    const at = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + column;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(at, at);
  }

  paint() {
    const { text } = this;
    if (!this.changed) this.code.replaceChildren(...this.looks.map((node) => node.cloneNode(true)));
    else this.code.replaceChildren(...highlighted(text), text.endsWith("\n") || !text ? " " : ""); // a last, empty line has its height
  }

  /** @param {KeyboardEvent} event @param {{run(): void}} by */
  onKey(event, by) {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const leaves = this.leaving;
    this.leaving = key === "Escape" || (leaves && key === "Shift");
    if (key === "Enter" && (shiftKey || ctrlKey || metaKey)) by.run();
    else if (key === "Tab" && !leaves && !altKey && !ctrlKey && !metaKey) this.indent(shiftKey);
    else if (key === "Enter" && !altKey) this.insert("\n" + this.nextIndent());
    else return;
    event.preventDefault();
  }

  /** Typed, so that it can be undone. @param {string} text */
  insert(text) {
    document.execCommand(text ? "insertText" : "delete", false, text);
  }

  /** The line up to the caret. */
  get line() {
    return this.text.slice(this.text.lastIndexOf("\n", this.area.selectionStart - 1) + 1, this.area.selectionStart);
  }

  nextIndent() {
    const [indent] = /** @type {RegExpMatchArray} */ (this.line.match(/^ */));
    return indent + (/[:([{]\s*(#.*)?$/.test(this.line) ? "    " : "");
  }

  /** Four spaces in, or the lines of the selection in or out. @param {boolean} out */
  indent(out) {
    const { area, text } = this;
    const { selectionStart: from, selectionEnd: to } = area;
    if (!out && from === to) return this.insert(" ".repeat(4 - (this.line.length % 4)));
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const end = text.indexOf("\n", Math.max(from, to - 1));
    area.setSelectionRange(start, end < 0 ? text.length : end);
    const lines = text.slice(start, area.selectionEnd).split("\n");
    const moved = lines.map((one) => (out ? one.replace(/^ {1,4}/, "") : "    " + one)).join("\n");
    this.insert(moved);
    area.setSelectionRange(start, start + moved.length);
  }

  leaving = false;
}
