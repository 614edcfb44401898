// The help sheet: every key, in the words of the buttons.

import { h } from "./dom.js";

const KEYS = [
  ["s, Enter", "step: let the next message go"], ["p", "play, stop"], ["r", "run: let all pass; hold again"],
  ["↑ ↓, k j", "previous, next message"], ["Home, End, Page", "first, last, a page on"], ["← →", "previous, next field"],
  ["↑ ↓ ← →", "in the fields: move, fold, unfold"], ["↑ ↓ ← →", "in the bytes: byte by byte"],
  ["/", "search"], ["n, N", "next, previous hit"], ["h, y, t", "copy as hex, as Python bytes, as text"],
  ["w, W", "save the trace, save for Wireshark"], ["Esc", "close the search, or this sheet"], ["?", "this sheet"],
];

/** @returns {HTMLDialogElement} */
export function helpSheet() {
  const rows = KEYS.map(([keys, does]) => h("div", null, h("dt", null, ...keys.split(", ").map((key) => h("kbd", null, key))), h("dd", null, does)));
  const close = h("button", { type: "button", onclick: () => sheet.close() }, "Close");
  const sheet = /** @type {HTMLDialogElement} */ (h("dialog.help", { "aria-label": "Keys" }, h("b", null, "Keys"), h("dl", null, ...rows), close));
  return sheet;
}
