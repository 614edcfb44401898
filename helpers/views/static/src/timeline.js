// <time-line>: a drawing made by Python, with a slider that takes it back in time; a kernel may send a new drawing.

import { h } from "./dom.js";
import { claim } from "./hub.js";

/** @typedef {import("./hub.js").Link} Link */

export class TimeLine extends HTMLElement {
  version = 0;

  connectedCallback() {
    this.slide();
    claim(this);
  }

  slide() {
    const spans = /** @type {SVGElement[]} */ ([...this.querySelectorAll("g[data-at]")]);
    const moments = [...new Set(spans.map((span) => Number(span.dataset.at)))].sort((a, b) => a - b);
    const max = moments.length;
    if (max < 3 || this.querySelector("input")) return;
    const oninput = (/** @type {any} */ event) => {
      for (const span of spans) span.style.opacity = Number(span.dataset.at) <= moments[event.target.value - 1] ? "1" : "0";
    };
    this.querySelector("details")?.before(h("input", { type: "range", min: 1, max, value: max, "aria-label": "Go back in time", style: "width:16rem;max-width:100%", oninput }));
  }

  /** @param {Link} link @param {any} message */
  receive(link, message) {
    if (message.said) {
      this.innerHTML = message.said; // made and escaped by this page's own kernel
      this.slide();
    } else if (message.kind === "offered") link({ kind: "act", view: this.dataset.view, data: "" });
  }

  lose() {} // what was drawn stays
}
