// <time-line>: a drawing made by Python, with a slider that takes it back in time; a kernel may send a new drawing.

import { h, keepKeys, set } from "./dom.js";
import { claim } from "./hub.js";
import { build } from "./markup.js";

/** @typedef {import("./hub.js").Link} Link */

const PLACES = 100; // of the slider

export class TimeLine extends HTMLElement {
  version = 0;
  from = 0;
  to = 0;
  /** How far the reader looks, in seconds: to the end, whatever comes, unless the slider says otherwise. */
  until = Infinity;

  connectedCallback() {
    keepKeys(this);
    this.look();
    claim(this);
  }

  /** Show the spans that had begun by then. The slider comes with the third moment, and grows with the drawing. */
  look() {
    const spans = /** @type {SVGElement[]} */ ([...this.querySelectorAll("g[data-at]")]);
    const at = (/** @type {SVGElement} */ span) => Number(span.dataset.at);
    for (const span of spans) span.style.opacity = at(span) <= this.until ? "1" : "0";
    if (new Set(spans.map(at)).size < 3) return;
    const { from, to } = /** @type {SVGElement} */ (this.querySelector("svg")).dataset;
    [this.from, this.to] = [Number(from), Number(to)];
    const slider = this.querySelector("input") ?? this.slider();
    const all = this.until >= this.to;
    const said = all ? "all of it" : `until ${Number(this.until.toPrecision(3))} s`;
    set(slider, { max: PLACES, "aria-valuetext": said });
    slider.value = String(all ? PLACES : Math.round(((this.until - this.from) / (this.to - this.from)) * PLACES));
    const label = slider.previousElementSibling;
    if (label) label.textContent = said;
  }

  /** As long as the axis, and below it. */
  slider() {
    const oninput = () => {
      const place = Number(slider.value);
      this.until = place < PLACES ? this.from + ((this.to - this.from) * place) / PLACES : Infinity;
      this.look();
    };
    const slider = /** @type {HTMLInputElement} */ (h("input", { type: "range", min: 0, "aria-label": "Go back in time", oninput }));
    const drawn = /** @type {SVGElement} */ (this.querySelector("svg"));
    drawn.after(h("div.moment", { style: drawn.getAttribute("style") }, h("span", { "aria-hidden": "true" }), slider));
    return slider;
  }

  /** @param {Link} link @param {any} message */
  receive(link, message) {
    if (message.said) this.draw(JSON.parse(message.said));
    else if (message.kind === "offered") link({ kind: "act", view: this.dataset.view, data: "" });
  }

  /**
   * A new drawing in the place of the old one. What the reader has opened, scrolled to or chosen stays.
   * @param {{drawing: any, table: any[]}} said
   */
  draw({ drawing, table }) {
    this.querySelector("svg")?.replaceWith(build(drawing));
    const details = this.querySelector("details");
    details?.replaceChildren(...[...details.children].slice(0, 1), ...table.map(build));
    this.look();
  }

  lose() {} // what was drawn stays
}
