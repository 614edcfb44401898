// A virtual list: of any number of equally high items, only those in sight are elements.

import { h } from "./dom.js";

const SPARE = 6; // items kept above and below what is in sight

export class List {
  /** @type {Map<number, HTMLElement>} */
  shown = new Map();
  count = 0;

  /**
   * @param {object} options
   * @param {number} options.size height of an item in px
   * @param {(index: number) => HTMLElement} options.render
   * @param {HTMLElement} options.root what scrolls
   * @param {HTMLElement} [options.canvas] what holds the items
   */
  constructor({ size, render, root, canvas = h("div.canvas", { role: "presentation" }) }) {
    this.size = size;
    this.render = render;
    this.root = root;
    this.canvas = canvas;
    if (!canvas.parentNode) root.append(canvas);
    root.addEventListener("scroll", () => this.paint(), { passive: true });
    new ResizeObserver(() => this.paint()).observe(root);
  }

  /** Show `count` items, all of them anew. @param {number} count */
  reset(count) {
    for (const element of this.shown.values()) element.remove();
    this.shown.clear();
    this.resize(count);
  }

  /** There are now `count` items. @param {number} count */
  resize(count) {
    this.count = count;
    this.canvas.style.height = count * this.size + "px";
    this.paint();
  }

  /** Draw these items again, where they are in sight. @param {Iterable<number>} indices */
  refresh(indices) {
    for (const index of indices) {
      const old = this.shown.get(index);
      if (old) old.replaceWith(this.make(index));
    }
  }

  /** Add what came into sight, remove what left it. */
  paint() {
    const top = this.root.scrollTop - this.canvas.offsetTop;
    const first = Math.max(0, Math.floor(top / this.size) - SPARE);
    const last = Math.min(this.count, Math.ceil((top + (this.root.clientHeight || 400)) / this.size) + SPARE);
    for (const [index, element] of this.shown) {
      if (index < first || index >= last) {
        element.remove();
        this.shown.delete(index);
      }
    }
    for (let index = first; index < last; index++) if (!this.shown.has(index)) this.place(index);
  }

  /** Put an item in its place, in the order in which it is read. @param {number} index */
  place(index) {
    let next = null;
    for (const [other, element] of this.shown) if (other > index && (!next || other < Number(next.dataset.place))) next = element;
    this.canvas.insertBefore(this.make(index), next);
  }

  /** @param {number} index */
  make(index) {
    const element = this.render(index);
    element.style.top = index * this.size + "px";
    element.dataset.place = String(index);
    this.shown.set(index, element);
    return element;
  }

  /** Scroll as little as needed to see an item. @param {number} index @param {number} [head] covered height above */
  reveal(index, head = 0) {
    const top = index * this.size + this.canvas.offsetTop;
    if (top - head < this.root.scrollTop) this.root.scrollTop = top - head;
    const bottom = top + this.size - this.root.clientHeight;
    if (bottom > this.root.scrollTop) this.root.scrollTop = bottom;
    this.paint();
  }
}
