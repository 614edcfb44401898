// How much may still be sent: the windows of a connection and of one of its streams, a small plot over its messages.

import { fill, h, svg } from "./dom.js";

/** @typedef {import("./model.js").Row} Row */
/** @typedef {{side: "client" | "server", stream: number, connection: number, change: number}} Room after a message, in bytes */
/** @typedef {[number, number][]} Points place among the messages, and what was left from there on */

const HEIGHT = 46; // units of the drawing; its width is the number of messages

export class RoomPlot {
  constructor() {
    this.picture = h("div.room-picture", { role: "img" });
    this.caption = h("figcaption");
    this.root = h("figure.room", { hidden: true }, this.caption, this.picture);
  }

  /** @param {Row[]} seen in order of time @param {Row | undefined} selected */
  show(seen, selected) {
    const rows = seen.filter((row) => row.connection === selected?.connection);
    const counted = rows.filter((row) => row.room);
    this.root.hidden = !counted.length || !selected;
    if (this.root.hidden || !selected) return;
    const stream = selected.stream || counted.findLast((row) => row.stream)?.stream || 0;
    const side = (selected.room ?? counted.findLast((row) => row.stream === stream)?.room ?? counted[counted.length - 1].room)?.side ?? "server";
    const own = steps(rows, side, (row, room) => (row.stream === stream && stream ? room.stream : null));
    const all = steps(rows, side, (row, room) => (row.stream && room.change > 0 ? null : room.connection));
    const at = rows.indexOf(selected);
    const said = [stream && own.length ? told(`stream ${stream}`, own, at) : "", told("the connection", all, at)].filter(Boolean);
    fill(this.caption, h("b", null, `What the ${side} may still send`), ...said.map((one, place) => h("span", null, h(`i.${place === said.length - 1 ? "all" : "own"}`, { "aria-hidden": "true" }), one)));
    this.picture.setAttribute("aria-label", `What the ${side} may still send, over ${rows.length} messages: ${said.join("; ")}.`);
    fill(this.picture, draw([[all, "all"], [own, "own"]], rows.length, at));
  }
}

/** What was left, from the first message that changed it. @param {Row[]} rows @param {string} side @param {(row: Row, room: Room) => number | null} left */
function steps(rows, side, left) {
  const points = /** @type {Points} */ ([]);
  rows.forEach((row, place) => {
    const value = row.room?.side === side ? left(row, row.room) : null;
    if (value === null || !row.room) return;
    if (!points.length) points.push([0, value - row.room.change]);
    points.push([place, value]);
  });
  return points;
}

/** @param {string} name @param {Points} points @param {number} at */
function told(name, points, at) {
  const now = points.findLast(([place]) => place <= at)?.[1];
  return now === undefined ? "" : `${name}: ${now.toLocaleString("en")} bytes after this message, at least ${Math.min(...points.map(([, value]) => value)).toLocaleString("en")}`;
}

/** @param {[Points, string][]} lines @param {number} count @param {number} at the message that is selected */
function draw(lines, count, at) {
  const values = lines.flatMap(([points]) => points.map(([, value]) => value));
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const y = (/** @type {number} */ value) => (2 + (1 - (value - low) / (high - low)) * (HEIGHT - 4)).toFixed(1);
  const path = (/** @type {Points} */ points) => points.map(([place, value], nth) => (nth ? `H${place}V${y(value)}` : `M${place} ${y(value)}`)).join("") + `H${count}`;
  const drawn = lines.filter(([points]) => points.length).map(([points, name]) => svg(`path.${name}`, { d: path(points) }));
  return svg("svg", { viewBox: `0 0 ${count} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("path.zero", { d: `M0 ${y(0)}H${count}` }), svg("path.now", { d: `M${at} 0V${HEIGHT}` }), ...drawn);
}
