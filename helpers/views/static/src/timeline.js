// <time-line>: a drawing made by Python, with a slider that takes it back in time; a kernel may send a new drawing.

import { h, keepKeys, set } from "./dom.js";
import { claim } from "./hub.js";
import { build } from "./markup.js";

/** @typedef {import("./hub.js").Link} Link */

export class TimeLine extends HTMLElement {
  version = 0;
  /** @type {number[]} when spans begin, in seconds */
  moments = [];
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
    this.moments = [...new Set(spans.map(at))].sort((a, b) => a - b);
    const max = this.moments.length;
    if (max < 3) return;
    const shown = this.moments.filter((moment) => moment <= this.until).length;
    const slider = this.querySelector("input") ?? this.slider();
    set(slider, { max, "aria-valuetext": shown < max ? `until ${this.moments[shown - 1]} s` : "all of it" });
    slider.value = String(shown);
  }

  slider() {
    const name = "Go back in time";
    const oninput = () => {
      const shown = Number(slider.value);
      this.until = shown < this.moments.length ? this.moments[shown - 1] : Infinity;
      this.look();
    };
    const style = "width:16rem;max-width:100%;accent-color:var(--rw-client)";
    const slider = /** @type {HTMLInputElement} */ (h("input", { type: "range", min: 1, "aria-label": name, style, oninput }));
    this.querySelector("details")?.before(slider);
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
