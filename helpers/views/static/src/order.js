// Rows in order of time: when their last byte came. A row has its number by its first byte, so the two may differ.

/** @typedef {import("./model.js").Row} Row */

/** The indices of the rows that are here. @param {Row[]} rows @returns {number[]} */
export function inTime(rows) {
  const order = /** @type {number[]} */ ([]);
  rows.forEach((row) => order.push(row.index)); // passes over those that are left out
  return order.sort((a, b) => rows[a].arrived - rows[b].arrived || a - b);
}

/** Whether one list is the beginning of the other. @param {number[]} short @param {number[]} long */
export const begins = (short, long) => short.length <= long.length && short.every((one, place) => long[place] === one);
