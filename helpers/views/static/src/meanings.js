// What the bytes of a message say, as text that is there before anybody chooses one: of each field with a meaning, its
// bytes where they are few, its value, and the meaning. What the whole is stands above the bytes, and what a part of every line
// means, such as a colon, in the tree.

import { fill, h, rfcLink } from "./dom.js";
import { asHex } from "./text.js";

const FEW = 6; // bytes that are written out
const LONG = 60; // characters of a value
const MOST = 40; // meanings of one message
const PARTS = /^(name|separator|space|line end)$/;

/** @typedef {import("./nodes.js").Message} Message */
/** @typedef {import("./nodes.js").Node} Node */

export class Meanings {
  root = h("div.told", { role: "list", "aria-label": "What the bytes of this message say" });

  /** @param {Message} message */
  show(message) {
    const said = new Set();
    const told = message.nodes.filter(({ field, buffer, id }) => {
      const says = field.note && id && !buffer && !PARTS.test(field.name) && !said.has(field.note);
      said.add(field.note);
      return says || field.bits.some((bit) => bit.note);
    });
    fill(this.root, ...told.slice(0, MOST).map((node) => item(message, node)));
    this.root.hidden = !told.length;
  }
}

/** @param {Message} message @param {Node} node */
function item(message, node) {
  const { field, tint } = node;
  const bytes = message.bytes(node);
  const few = bytes.length && bytes.length <= FEW && bytes.known.length === bytes.length ? asHex(bytes.known) : "";
  const value = field.value.length > LONG ? field.value.slice(0, LONG) + "…" : field.value;
  const bits = (field.note ? [] : field.bits).filter((bit) => bit.note).map((bit) => ` ${bit.name} = ${bit.value}: ${bit.note}`);
  return h("div", { role: "listitem" }, few ? h("span.few" + (tint < 0 ? "" : `.f${tint}`), null, few) : null, few ? " " : "",
    h("b", null, field.name), value ? h("samp", null, " ", value) : null, " ", field.note, ...bits, " ", rfcLink(field.rfc));
}
