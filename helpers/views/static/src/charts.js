// The drawings: bars and lines. Each takes its data and a width and gives an SVG; text is never scaled.

import { svg } from "./dom.js";
import { linear, logarithmic, number } from "./scales.js";

const ROW = 28; // px a bar
const CHAR = 7.2; // px, about, of a letter
const LINE = 15; // px between two names
const LOOKS = 8; // of lines in one drawing: four colors, each with two kinds of dots and dashes

/** @typedef {any} Data what plots.py wrote */

/** @param {Data} data @param {number} width @returns {SVGElement} */
export function draw(data, width) {
  const drawings = /** @type {Record<string, (data: Data, width: number) => SVGElement>} */ ({ bars, lines });
  return drawings[data.kind](data, width);
}

/** @param {number} width @param {number} height @param {(SVGElement | null)[]} parts */
const picture = (width, height, parts) => svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, ...parts);

/** @param {string} value @param {number} x @param {number} y @param {string} [anchor] @param {string} [more] */
const text = (value, x, y, anchor = "start", more = "soft") => svg(`text.${more}`, { x, y, "text-anchor": anchor }, value);

/** Room for names at the left. @param {string[]} names @param {number} width */
const margin = (names, width) => Math.min(Math.max(...names.map((name) => name.length), 2) * CHAR + 14, width / 2);

/** As much of a name as there is room for. @param {string} name @param {number} room px */
const fit = (name, room) => (name.length * CHAR > room ? name.slice(0, Math.max(1, Math.floor(room / CHAR) - 1)) + "…" : name);

/** @param {Data} data @param {number} width */
function bars({ bars: given, unit }, width) {
  const left = margin(given.map((/** @type {any} */ [name]) => name), width);
  const said = given.map((/** @type {any} */ [, value]) => `${number(value)} ${unit}`.trim());
  const right = Math.max(...said.map((/** @type {string} */ one) => one.length), 0) * CHAR + 10;
  const most = Math.max(...given.map((/** @type {any} */ [, value]) => value), 0) || 1;
  const parts = given.flatMap((/** @type {any} */ [name, value], /** @type {number} */ place) => {
    const [y, size] = [place * ROW, (Math.max(value, 0) / most) * (width - left - right)];
    return [
      text(fit(name, left - 12), left - 8, y + 18, "end", "ink"),
      svg("rect.bar", { x: left, y: y + 4, width: Math.max(size, 1), height: ROW - 8, rx: 3 }),
      text(said[place], left + size + 6, y + 18),
    ];
  });
  return picture(width, given.length * ROW + 2, parts);
}

/** @param {Data} data @param {number} width */
function lines({ series, x, y, log }, width) {
  const height = Math.round(Math.max(190, Math.min(300, width * 0.45)));
  const all = series.flatMap((/** @type {any} */ [, points]) => points);
  const [xs, ys] = [0, 1].map((axis) => all.map((/** @type {number[]} */ point) => point[axis]));
  const room = Math.max(...series.map((/** @type {any} */ [name]) => name.length)) * CHAR + 16;
  const beside = series.length > 1 && room <= width * 0.3; // names that would be cut stand below the drawing
  const names = beside ? room : 12;
  const up = log ? logarithmic(Math.min(...ys), Math.max(...ys), height - 40, 26) : linear(Math.min(0, ...ys), Math.max(...ys), height - 40, 26);
  const left = Math.max(...up.ticks.map((tick) => number(tick).length)) * CHAR + 12;
  const along = linear(Math.min(...xs), Math.max(...xs), left, width - names);
  const axes = [
    ...up.ticks.flatMap((tick) => [svg("path.grid", { d: `M${left} ${up.at(tick)}H${width - names}` }), text(number(tick), left - 6, up.at(tick) + 4, "end")]),
    ...along.ticks.map((tick) => text(number(tick), along.at(tick), height - 22, "middle")),
    text(y, 2, 12), text(x, width - names, height - 5, "end"),
  ];
  const ends = series.map((/** @type {any} */ [, points]) => up.at(points[points.length - 1]?.[1] ?? 0));
  const places = beside ? spread(ends, height - 40) : ends.map((/** @type {number} */ _, /** @type {number} */ place) => height + 6 + place * LINE);
  const drawn = series.flatMap((/** @type {any} */ [name, points], /** @type {number} */ place) => {
    const d = points.map((/** @type {number[]} */ [a, b], /** @type {number} */ at) => `${at ? "L" : "M"}${along.at(a).toFixed(1)} ${up.at(b).toFixed(1)}`).join("");
    const dots = points.length > 30 ? [] : points.map((/** @type {number[]} */ [a, b]) => svg(`circle.dot.s${place % LOOKS}`, { cx: along.at(a), cy: up.at(b), r: 3 }));
    const label = series.length > 1 ? text(beside ? name : fit(name, width - 36), beside ? width - names + 8 : 32, places[place] + 4, "start", `name.s${place % LOOKS}`) : null;
    const sample = beside || !label ? null : svg(`path.line.s${place % LOOKS}`, { d: `M2 ${places[place]}H26` });
    return [svg(`path.line.s${place % LOOKS}`, { d }), ...dots, sample, label];
  });
  return picture(width, height + (beside || series.length < 2 ? 0 : series.length * LINE), [...axes, ...drawn]);
}

/** Keep labels from standing on each other, and on what is below the drawing. @param {number[]} places @param {number} floor */
function spread(places, floor) {
  const order = places.map((_, index) => index).sort((a, b) => places[a] - places[b]);
  const out = [...places];
  for (let at = 1; at < order.length; at++) out[order[at]] = Math.max(out[order[at]], out[order[at - 1]] + LINE);
  for (let at = order.length - 1, most = floor; at >= 0; at--, most -= LINE) out[order[at]] = Math.min(out[order[at]], most);
  return out;
}
