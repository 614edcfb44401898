// Keys of the page: / searches, n and p turn pages. Fields, views and shortcuts keep theirs.

import { views } from "./dom.js";
import { openSearch } from "./opener.js";

/** @param {KeyboardEvent} event */
export function onKey(event) {
  const target = event.composedPath()[0];
  const busy = target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog" + (views && ", " + views));
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busy) return;
  if (event.key === "/") openSearch();
  else if (event.key === "n" || event.key === "p") {
    const link = /** @type {HTMLElement | null} */ (document.querySelector(event.key === "n" ? "a[rel=next]" : "a[rel=prev]"));
    if (!link) return;
    link.click();
  } else return;
  event.preventDefault();
}
