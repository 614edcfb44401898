// The fields of a message as a tree: names, values, what is nested in what, and what bytes turn into.

import { h, set } from "./dom.js";
import { List } from "./list.js";

const LINE = 26; // px
const OUT_OF_SIGHT = 13; // items before the tree scrolls
export const OPEN = 16; // nodes up to which a tree starts unfolded

/** @typedef {import("./nodes.js").Message} Message */

export class Tree {
  /** @type {Message | null} */
  message = null;
  selected = 0;
  /** @type {Set<number>} */
  folded = new Set();
  /** @type {number[]} nodes in sight, in order */
  order = [];

  /** @param {string} id @param {(node: number) => void} pick */
  constructor(id, pick) {
    this.id = id;
    this.pick = pick;
    this.root = h("div.tree", { role: "tree", tabindex: 0, "aria-label": "Fields" });
    this.list = new List({ size: LINE, root: this.root, render: (place) => this.item(place) });
    this.root.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const item = target.closest(".rw-item");
      if (!(item instanceof HTMLElement)) return;
      const node = this.order[Number(item.dataset.place)];
      if (target.closest(".rw-fold")) this.fold(node, !this.folded.has(node));
      else pick(node);
    });
  }

  /** @param {Message} message */
  show(message) {
    this.message = message;
    this.folded = new Set();
    if (message.nodes.length > OPEN) for (const node of message.nodes) if (node.branch && node.depth > 0) this.folded.add(node.id);
    this.selected = 0;
    this.flow();
  }

  /** @param {number} node @param {boolean} folded */
  fold(node, folded) {
    if (folded) this.folded.add(node);
    else this.folded.delete(node);
    this.flow();
  }

  /** Work out what is in sight: not the message itself, nothing below a folded node. */
  flow() {
    const nodes = this.message?.nodes ?? [];
    this.order = [];
    let hidden = Infinity;
    for (const node of nodes) {
      if (node.depth > hidden) continue;
      hidden = this.folded.has(node.id) ? node.depth : Infinity;
      if (node.depth > 0) this.order.push(node.id);
    }
    this.root.style.height = Math.min(this.order.length, OUT_OF_SIGHT) * LINE + "px";
    this.list.reset(this.order.length);
  }

  /** @param {number} place */
  item(place) {
    const node = /** @type {Message} */ (this.message).nodes[this.order[place]];
    const { field } = node;
    const open = !this.folded.has(node.id);
    const props = {
      role: "treeitem", id: `${this.id}-f${node.id}`, "aria-level": node.depth, "aria-selected": String(node.id === this.selected),
      "aria-expanded": node.branch ? String(open) : null, style: `--depth:${node.depth - 1}`,
    };
    return h("div.item" + (node.buffer ? ".decoded" : ""), props,
      h("span.fold", { "aria-hidden": "true" }, node.branch ? (open ? "▾" : "▸") : ""),
      h("span.key" + (node.tint >= 0 ? ".f" + node.tint : ""), { "aria-hidden": "true" }),
      h("span.name", null, field.name), " ", h("samp", null, short(field.value)));
  }

  /** Show a node as selected, unfolding what hides it. @param {number} id */
  select(id) {
    const { nodes } = /** @type {Message} */ (this.message);
    this.selected = id;
    let changed = false;
    for (let up = nodes[id].parent; up > 0; up = nodes[up].parent) changed = this.folded.delete(up) || changed;
    if (changed) this.flow();
    else this.list.refresh([...this.list.shown.keys()]);
    const place = this.order.indexOf(id);
    if (place >= 0) this.list.reveal(place);
    set(this.root, { "aria-activedescendant": place >= 0 ? `${this.id}-f${id}` : null });
  }

  /** The node that a key leads to, or nothing. @param {string} key */
  key(key) {
    const nodes = /** @type {Message} */ (this.message).nodes;
    const place = this.order.indexOf(this.selected);
    const node = nodes[this.selected];
    if (key === "ArrowDown") return this.order[Math.min(place + 1, this.order.length - 1)];
    if (key === "ArrowUp") return place > 0 ? this.order[place - 1] : 0;
    if (key === "Home") return this.order[0];
    if (key === "End") return this.order[this.order.length - 1];
    if (key === "ArrowLeft" && node.branch && place >= 0 && !this.folded.has(node.id)) this.fold(node.id, true);
    else if (key === "ArrowLeft") return Math.max(node.parent, 0);
    if (key === "ArrowRight" && this.folded.has(node.id)) this.fold(node.id, false);
    else if (key === "ArrowRight" && node.branch) return node.id + 1;
    return key.startsWith("Arrow") ? this.selected : undefined;
  }
}

/** @param {string} value */
export const short = (value) => (value.length > 200 ? value.slice(0, 200) + "…" : value);
