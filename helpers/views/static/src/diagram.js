// The sequence diagram: lifelines of clients, tap and server, one message a row, as a grid that is also a table to a
// screen reader. A label starts at its sender's line and covers the tap's dots, so that both can be read.

import { clock, h, inSeconds, set } from "./dom.js";
import { List } from "./list.js";
import { sizeOf } from "./model.js";
import { begins } from "./order.js";

const HEIGHT = 44; // px a message
const MOTION = { duration: 220, easing: "cubic-bezier(.3,.1,.2,1)" };
const [FIRST, TAP, LAST] = [4, 50, 96]; // % of the width between the columns of time and size
const CLIENTS = 6; // that have a lifeline of their own; later ones share the last
const TINTS = 6;
const [TIME, STREAM, ...COLUMNS] = ["Time", "Stream", "From and to", "Message", "Bytes", "State"];

/** @typedef {import("./model.js").Row} Row */

/** @typedef {object} Shown What the diagram asks the view.
 * @property {import("./model.js").Model} model
 * @property {(row: Row) => import("./replay.js").Stage} stage
 * @property {(index: number) => void} select
 */

export class Diagram {
  /** @type {number[]} the rows in it, by place */
  order = [];
  selected = -1;
  unit = "ms";
  /** @type {Set<number>} */
  hits = new Set();

  /** @param {Shown} shown @param {string} id */
  constructor(shown, id) {
    this.shown = shown;
    this.id = id;
    this.heads = h("div.heads", { "aria-hidden": "true" });
    this.lines = h("div.lines", { "aria-hidden": "true" });
    this.columns = h("div", { role: "row", "aria-rowindex": 1 });
    this.canvas = h("div.canvas", { role: "rowgroup" }, this.lines);
    this.root = h("div.seq", { role: "grid", tabindex: 0, "aria-label": "Messages" }, h("div.sr", { role: "rowgroup" }, this.columns), this.heads, this.canvas);
    this.side = h("div.side", null, this.root);
    this.list = new List({ size: HEIGHT, root: this.root, canvas: this.canvas, render: (place) => this.row(place) });
    this.root.addEventListener("click", (event) => {
      const row = /** @type {HTMLElement} */ (event.target).closest(".rw-msg");
      if (row instanceof HTMLElement) shown.select(this.order[Number(row.dataset.place)]);
    });
  }

  /** Show these rows. @param {number[]} order */
  show(order) {
    this.order = order;
    set(this.root, { "aria-rowcount": order.length + 1 });
    this.side.style.setProperty("--rows", String(order.length));
    this.lifelines();
    this.list.reset(order.length);
    this.mark(this.selected);
  }

  /** More rows came at the end, others changed. @param {number[]} order @param {number[]} changed row indices */
  grow(order, changed) {
    const atEnd = this.root.scrollTop + this.root.clientHeight > this.root.scrollHeight - HEIGHT;
    const kept = begins(this.order, order);
    this.order = order;
    set(this.root, { "aria-rowcount": order.length + 1 });
    this.side.style.setProperty("--rows", String(order.length));
    this.lifelines();
    if (kept) this.list.refresh(changed.map((index) => this.place(index)));
    else this.list.reset(order.length); // a message that came bit by bit took its place among others
    this.list.resize(order.length);
    if (atEnd && order.length) this.list.reveal(order.length - 1, this.heads.offsetHeight);
  }

  /** Where a row stands. @param {number} index */
  place(index) {
    return this.order[index] === index ? index : this.order.indexOf(index);
  }

  lifelines() {
    const { connections, held, streamed } = this.shown.model;
    const unit = this.shown.model.latest < 10 ? "ms" : "s"; // one for all rows, which stand below it
    if (unit !== this.unit) this.list.refresh([...this.list.shown.keys()]);
    this.unit = unit;
    const key = connections.slice(0, CLIENTS + 1).join() + "|" + held + "|" + streamed.length + unit;
    if (this.heads.dataset.key === key) return;
    this.heads.dataset.key = key;
    const count = Math.min(connections.length, CLIENTS) || 1;
    const clients = Array.from({ length: count }, (_, place) => this.head(place, count));
    if (count > 1) clients.push(h("span.clients", null, "clients"));
    const tap = at(h("span.who.tap", null, "tap", held ? h("b", null, ` · ${held}`) : null, held ? h("span", null, " held") : null), TAP);
    const columns = streamed.length ? [TIME, STREAM, ...COLUMNS] : [TIME, ...COLUMNS];
    this.columns.replaceChildren(...columns.map((name) => h("span", { role: "columnheader" }, name)));
    set(this.root, { "aria-colcount": columns.length, "data-streams": !!streamed.length });
    this.heads.replaceChildren(h("span.t", null, unit), streamed.length ? h("span.s", null, "stream") : "", h("div.band", null, ...clients, tap, at(h("span.who.server", null, "server"), LAST)), h("span.n"));
    const lines = Array.from({ length: count }, (_, place) => at(h("i.life"), x(place, count)));
    this.lines.replaceChildren(h("div.band", null, ...lines, at(h("i.life.dots"), TAP), at(h("i.life"), LAST)));
    set(this.root, { "data-clients": count });
  }

  /** @param {number} place @param {number} count */
  head(place, count) {
    const { connections } = this.shown.model;
    const shared = place === CLIENTS - 1 && connections.length > CLIENTS;
    return at(h("span.who.client", null, count === 1 ? "client" : shared ? "…" : connections[place]), x(place, count));
  }

  /** The cell of a row's stream, in the tint of that stream; nothing where no message has one. @param {Row} row */
  stream({ stream }) {
    const { streamed } = this.shown.model;
    if (!streamed.length) return null;
    const tint = streamed.filter(Boolean).indexOf(stream ?? 0);
    return h("span.s" + (tint < 0 ? "" : `.f${tint % TINTS}`), { role: "gridcell" }, stream);
  }

  /** @param {number} place */
  row(place) {
    const { model } = this.shown;
    const row = model.rows[this.order[place]];
    const stage = this.shown.stage(row);
    const cells = [
      h("span.t", { role: "gridcell" }, this.unit === "s" ? inSeconds(row.arrived - model.zero) : clock(row.arrived - model.zero)),
      this.stream(row),
      h("span.sr", { role: "gridcell" }, way(row)),
      this.band(row, stage),
      h("span.n", { role: "gridcell" }, sizeOf(row) ? sizeOf(row).toLocaleString("en") + " B" : ""),
      h("span.sr", { role: "gridcell" }, says(row, stage)),
    ];
    const element = h(`div.msg.${row.side}.${stage}${row.fault ? ".fault" : ""}`, {
      role: "row", id: `${this.id}-m${row.index}`, "aria-rowindex": place + 2,
      "aria-selected": String(row.index === this.selected), "data-hit": this.hits.has(row.index),
    }, ...cells);
    return element;
  }

  /** The label and the arrow. @param {Row} row @param {string} stage */
  band(row, stage) {
    const { connections } = this.shown.model;
    const count = Math.min(connections.length, CLIENTS) || 1;
    const client = x(Math.min(connections.indexOf(row.connection), CLIENTS - 1), count);
    const [from, to] = row.side === "client" ? [client, LAST] : [LAST, client];
    const name = count > 1 ? h("small.which", null, row.connection) : null;
    const label = h("span.lab", { role: "gridcell" }, name, h("b", null, row.title), " ", row.summary, row.fault ? h("em", null, row.fault) : null);
    set(label, { style: `--in:${row.side === "client" ? from : 100 - from}%;--room:${LAST - client}%` });
    if (row.fault === "error") return h("div.band", { role: "presentation" }, label, at(h("i.ring.did"), from)); // nothing travels
    const legs = [row.fault === "inject" ? null : leg(from, TAP, "in")];
    if (stage === "passed") legs.push(leg(TAP, to, "out"));
    if (stage !== "passed") legs.push(at(h("i.ring"), TAP));
    else if (row.fault) legs.push(at(h("i.ring.did"), TAP));
    return h("div.band", { role: "presentation" }, label, ...legs);
  }

  /** Make a row the selected one. @param {number} index */
  mark(index) {
    const before = this.selected;
    this.selected = index;
    for (const one of [before, index]) {
      const element = this.list.shown.get(this.place(one));
      if (element) set(element, { "aria-selected": String(one === index) });
    }
    const seen = this.list.shown.get(this.place(index));
    set(this.root, { "aria-activedescendant": seen ? seen.id : null });
  }

  /** @param {number} index */
  reveal(index) {
    const place = this.place(index);
    if (place >= 0) this.list.reveal(place, this.heads.offsetHeight);
    this.mark(index);
  }

  /** Let the arrow travel: `in` to the tap, `out` from it. @param {number} index @param {"in" | "out"} part */
  travel(index, part) {
    const leg = this.list.shown.get(this.place(index))?.querySelector(`.rw-${part}`);
    if (!(leg instanceof HTMLElement) || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    leg.animate([{ clipPath: `inset(-9px ${leg.dataset.way === "right" ? "100% -9px 0" : "0 -9px 100%"})` }, { clipPath: "inset(-9px -9px -9px -9px)" }], MOTION);
  }
}

/** Where the lifeline of a client stands, in %: the last one leaves room for what the tap says. @param {number} place @param {number} count */
const x = (place, count) => FIRST + place * Math.min(8, 30 / Math.max(count - 1, 1));

/** @param {HTMLElement} element @param {number} place in % */
function at(element, place) {
  element.style.left = place + "%";
  return element;
}

/** One part of an arrow. @param {number} from @param {number} to @param {string} part */
function leg(from, to, part) {
  const way = to > from ? "right" : "left";
  const element = h(`i.leg.${part}`, { "data-way": way });
  element.style.left = Math.min(from, to) + "%";
  element.style.width = Math.abs(to - from) + "%";
  return element;
}

/** @param {Row} row */
export const way = (row) => row.fault === "error" ? `at the ${row.side}` : (row.side === "client" ? "client → server" : "server → client");

/** @param {Row} row @param {string} stage */
export function says(row, stage) {
  if (row.fault === "error") return "the code raised an error";
  const states = /** @type {Record<string, string>} */ ({
    passed: "passed the tap", held: "waits at the tap", incomplete: "incomplete: the rest has not come", cut: "cut: never sent on", hidden: "has not come yet",
  });
  return (states[stage] ?? stage) + (row.fault ? `, ${row.fault}` : "");
}
