// One message as a flat list of nodes: what the tree shows, what a byte belongs to, what is selected.

const TINTS = 6;
const FEW = 14; // with so few leaves each has a tint of its own; with more, each top-level field

/** @typedef {import("./bytes.js").Bytes} Bytes */
/** @typedef {import("./fields.js").Field} Field */

/** @typedef {object} Node
 * @property {number} id its place in the list @property {Field} field @property {number} depth
 * @property {number} parent -1 at the top @property {number} pane which buffer its range counts in
 * @property {number} tint -1 without @property {boolean} branch it has nodes below
 * @property {boolean} buffer it stands for a decoded buffer
 */

/** @typedef {object} Pane Bytes with the leaves that tile them.
 * @property {string} name @property {Bytes} data @property {Node[]} leaves @property {number} owner node
 */

export class Message {
  /** @type {Node[]} */
  nodes = [];
  /** @type {Pane[]} */
  panes = [];

  /** @param {Field} field @param {Bytes} data */
  constructor(field, data) {
    this.panes.push({ name: "on the wire", data, leaves: [], owner: 0 });
    this.add(field, 0, -1, 0, false);
    for (const pane of this.panes) this.tint(pane);
  }

  /** @param {Field} field @param {number} depth @param {number} parent @param {number} pane @param {boolean} buffer */
  add(field, depth, parent, pane, buffer) {
    const branch = field.children.length > 0 || !!field.decoded;
    const node = { id: this.nodes.length, field, depth, parent, pane, tint: -1, branch, buffer };
    this.nodes.push(node);
    for (const child of field.children) this.add(child, depth + 1, node.id, pane, false);
    if (!field.children.length && field.end > field.start) this.panes[pane].leaves.push(node);
    if (field.decoded) this.decode(field.decoded, depth + 1, node.id);
  }

  /** @param {import("./fields.js").Decoded} decoded @param {number} depth @param {number} parent */
  decode({ name, data, fields }, depth, parent) {
    const pane = this.panes.push({ name, data, leaves: [], owner: this.nodes.length }) - 1;
    const note = "Bytes that were never on the wire in this form.";
    const value = `${data.length} bytes`;
    this.add({ start: 0, end: data.length, name, value, note, rfc: "", children: fields, bits: [], decoded: null }, depth, parent, pane, true);
  }

  /** @param {Pane} pane */
  tint(pane) {
    const few = pane.leaves.length <= FEW;
    const source = this.nodes[this.nodes[pane.owner].parent];
    let [tint, last] = [(source?.tint ?? 0) - 1, -1]; // what bytes turn into begins with their tint
    for (const leaf of pane.leaves) {
      const top = few ? leaf.id : this.below(pane.owner, leaf.id);
      if (top !== last) tint = (tint + 1 + TINTS) % TINTS;
      [last, leaf.tint, this.nodes[top].tint] = [top, tint, tint];
    }
  }

  /** The ancestor of a node directly below another. @param {number} above @param {number} id */
  below(above, id) {
    while (this.nodes[id].parent !== above && this.nodes[id].parent >= 0 && id !== above) id = this.nodes[id].parent;
    return id;
  }

  /** The leaf that a byte belongs to. @param {number} pane @param {number} place */
  leafAt(pane, place) {
    const { leaves } = this.panes[pane];
    let [low, high] = [0, leaves.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (leaves[middle].field.start <= place) low = middle;
      else high = middle;
    }
    const leaf = leaves[low];
    return leaf && leaf.field.start <= place && place < leaf.field.end ? leaf : null;
  }

  /** The bytes of a node. @param {Node} node */
  bytes(node) {
    return this.panes[node.pane].data.slice(node.field.start, node.field.end);
  }
}
