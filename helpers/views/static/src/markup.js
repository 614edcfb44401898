// Elements made of lists, as markup.py writes them: `[tag, attributes, ...children]`. Nothing is parsed: text becomes
// text nodes, and no element or attribute is made but those named here, so a label can only ever be a label.

import { h, svg } from "./dom.js";

const HTML = new Set(["p", "table", "td", "th", "tr"]);
const DRAWN = new Set(["g", "path", "rect", "svg", "text", "title"]);
const ATTRIBUTES = new Set([
  ...["aria-hidden", "d", "data-at", "data-from", "data-to", "fill", "font-family", "font-size", "height", "rx", "stroke", "stroke-dasharray"],
  ...["style", "text-anchor", "viewBox", "width", "x", "y"],
]);

/**
 * The node that a list stands for; any text stands for itself.
 * @param {any} given
 * @returns {Node}
 */
export function build(given) {
  if (!Array.isArray(given)) return document.createTextNode(String(given));
  const [tag, attributes, ...children] = given;
  const make = DRAWN.has(tag) ? svg : HTML.has(tag) ? h : null;
  if (!make) throw new TypeError(`a drawing has no <${tag}>`);
  const foreign = Object.keys(attributes).find((name) => !ATTRIBUTES.has(name));
  if (foreign) throw new TypeError(`a drawing has no attribute ${foreign}`);
  return make(tag, attributes, ...children.map(build));
}
