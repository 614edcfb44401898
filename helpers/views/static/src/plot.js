// <course-plot>: numbers as a picture, with sliders that choose one of the drawings it holds, and the numbers below.

import { draw } from "./charts.js";
import { fill, h, keepKeys } from "./dom.js";
import { number } from "./scales.js";

/** @typedef {import("./charts.js").Data} Data */

export class CoursePlot extends HTMLElement {
  /** @type {Data} */
  data = null;
  /** @type {number[]} the position of each slider */
  at = [];

  connectedCallback() {
    if (this.data) return;
    const script = this.querySelector('script[type="application/json"]');
    if (!script) return;
    this.data = JSON.parse(script.textContent ?? "");
    keepKeys(this);
    const knobs = this.data.sliders ?? [];
    this.at = knobs.map((/** @type {any} */ knob) => knob[2]);
    this.caption = h("figcaption");
    this.picture = h("div.picture", { role: "img" });
    this.numbers = h("div.numbers", { tabindex: 0, role: "group", "aria-label": "Numbers" });
    const table = h("details", { ontoggle: () => this.list() }, h("summary", null, "Numbers"), this.numbers);
    const controls = knobs.map((/** @type {any} */ knob, /** @type {number} */ place) => this.slider(knob, place));
    this.replaceChildren(h("figure.plot", null, this.caption, controls.length ? h("div.knobs", null, ...controls) : null, this.picture, table));
    this.table = table;
    new ResizeObserver(() => this.draw()).observe(this.picture);
  }

  /** What is drawn now. @returns {Data} */
  get frame() {
    const { frames, sliders } = this.data;
    if (!frames) return this.data;
    return frames[this.at.reduce((place, at, knob) => place * sliders[knob][1].length + at, 0)];
  }

  /** @param {[string, (number | string)[], number]} knob @param {number} place */
  slider([name, values, at], place) {
    const said = (/** @type {number} */ position) => (typeof values[position] === "number" ? number(values[position]) : values[position]);
    const output = h("output", null, said(at));
    const input = /** @type {HTMLInputElement} */ (h("input", {
      type: "range", min: 0, max: values.length - 1, value: at, "aria-valuetext": said(at),
      oninput: () => {
        this.at[place] = Number(input.value);
        output.textContent = said(this.at[place]);
        input.setAttribute("aria-valuetext", said(this.at[place]));
        this.draw();
      },
    }));
    return h("label", null, h("span", null, name.replaceAll("_", " ")), input, output);
  }

  draw() {
    const { frame, picture, caption } = this;
    const width = Math.floor(picture?.clientWidth ?? 0);
    if (!width || !picture || !caption) return;
    caption.textContent = frame.title;
    picture.setAttribute("aria-label", frame.title + ". " + summary(frame));
    fill(picture, draw(frame, width));
    this.list();
  }

  list() {
    if (!(this.table instanceof HTMLDetailsElement) || !this.table.open || !this.numbers) return;
    const rows = rowsOf(this.frame).map((row, place) => h("tr", null, ...row.map((cell) => h(place ? "td" : "th", null, cell))));
    fill(this.numbers, h("table", null, ...rows));
  }
}

/** The numbers of a drawing as rows. @param {Data} data @returns {string[][]} */
function rowsOf(data) {
  if (data.kind === "bars") return [["name", data.unit || "value"], ...data.bars.map((/** @type {any} */ [name, value]) => [name, number(value)])];
  return [["name", data.x, data.y], ...data.series.flatMap((/** @type {any} */ [name, points]) => points.map((/** @type {number[]} */ [a, b]) => [name, number(a), number(b)]))];
}

/** What a drawing shows, in a sentence. @param {Data} data */
function summary(data) {
  if (data.kind === "bars") return data.bars.map((/** @type {any} */ [name, value]) => `${name} ${number(value)} ${data.unit}`).join(", ");
  return `${data.y} over ${data.x}: ${data.series.map((/** @type {any} */ [name]) => name).join(", ")}`;
}
