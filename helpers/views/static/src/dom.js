// Making elements. Text goes in as text nodes only: the wire carries hostile bytes, so nothing here parses markup.

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props */

/**
 * Set attributes; `on…` adds a listener, `true` sets an empty attribute, `false`, `null` and `undefined` remove it.
 * @param {Element} element
 * @param {Props} props
 */
export function set(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * An HTML element: `h("button.primary", { onclick }, "Step")`.
 * @param {string} what tag and classes
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(what, props, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.map((name) => "rw-" + name).join(" ");
  if (props) set(element, props);
  add(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * An SVG element.
 * @param {string} what tag and classes
 * @param {Props} props
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(what, props, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  if (classes.length) element.setAttribute("class", classes.map((name) => "rw-" + name).join(" "));
  set(element, props);
  add(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Child[]} children
 */
function add(element, children) {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
}

/**
 * Replace what is inside.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
}

/**
 * JupyterLab's own keys rest while the focus is in `view`: there "r" is to let a wire run, and not to make the cell a raw
 * one. JupyterLab asks the element that has the focus before those around it, so that one has to say it.
 * @param {HTMLElement} view
 */
export const keepKeys = (view) => view.addEventListener("focusin", rest);

/** @param {FocusEvent} event */
const rest = (event) => /** @type {HTMLElement} */ (event.target).setAttribute("data-lm-suppress-shortcuts", "true");

/**
 * A link to a section of an RFC; any other text stays text.
 * @param {string} rfc such as "RFC 6455 §5.2"
 * @returns {Child}
 */
export function rfcLink(rfc) {
  const match = /^RFC (\d+)(?: §([\w.]+))?/.exec(rfc);
  if (!match) return rfc;
  const href = `https://www.rfc-editor.org/rfc/rfc${match[1]}${match[2] ? "#section-" + match[2] : ""}`;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, rfc);
}

/** @param {number} count @param {string} noun */
export const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** Milliseconds, with a place after the point while it matters. @param {number} seconds */
export function clock(seconds) {
  if (Math.abs(seconds) >= 100) return seconds.toFixed(0) + " s";
  return Math.abs(seconds) >= 10 ? seconds.toFixed(2) + " s" : (seconds * 1000).toFixed(1);
}

/** Seconds, as exact as there is room for. @param {number} seconds */
export const inSeconds = (seconds) => seconds.toFixed(Math.abs(seconds) < 1000 ? 2 : 0);
