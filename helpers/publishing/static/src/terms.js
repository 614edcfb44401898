// What a term means, beside it, while somebody points at its link to the glossary or has come to it by key. It can be pointed
// at itself, Escape puts it away, and it stays as long as the reader does. Comes with its words: `courseTerms.load` stands at the end.

import { make } from "./dom.js";
import { TERMS } from "./explain.js";

const [SOON, GRACE] = [120, 250]; // ms until it comes, and until it goes when the pointer has left
const [EDGE, GAP, BAR] = [10, 7, 56]; // px

/** @type {Record<string, [string, string]>} name and meaning, by anchor */
let terms = {};
/** @type {HTMLAnchorElement | null} whose meaning is shown */
let shown = null;
let timer = 0;

const tip = make("div", { id: "term", role: "tooltip" });
tip.style.cssText = `position: absolute; z-index: 15; max-width: min(24rem, calc(100vw - 20px)); padding: .55rem .8rem; background: var(--card);
  border: 1px solid var(--edge); border-radius: 8px; box-shadow: 0 .4rem 1.4rem #0003; font: .84rem/1.45 var(--sans); font-size-adjust: none`;

/** @param {() => void} call @param {number} after ms */
function later(call, after) {
  clearTimeout(timer);
  timer = setTimeout(call, after);
}

function hide() {
  shown?.removeAttribute("aria-describedby");
  shown = null;
  tip.remove();
}

/** @param {HTMLAnchorElement} link */
function show(link) {
  clearTimeout(timer);
  const [name, meaning] = terms[decodeURIComponent(link.hash.slice(1))] ?? [];
  if (shown === link || !name || !meaning) return;
  hide();
  shown = link;
  link.setAttribute("aria-describedby", tip.id);
  tip.replaceChildren(make("b", {}, name), " ", meaning);
  link.closest("main")?.append(tip);
  place(link.getClientRects()[0]);
}

/** Above the line the term stands in, or below it. @param {DOMRect} at */
function place(at) {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(at.left, document.documentElement.clientWidth - width - EDGE));
  const top = at.top - height - GAP < BAR ? at.bottom + GAP : at.top - height - GAP;
  Object.assign(tip.style, { left: `${left + scrollX}px`, top: `${top + scrollY}px` });
}

/** @param {Event} event @returns {HTMLAnchorElement | null | undefined} the term's link it happened to */
const termOf = ({ target }) => (target instanceof Element ? target.closest(TERMS) : null);

addEventListener("pointerover", (event) => {
  const link = termOf(event);
  if (link && event.pointerType !== "touch") later(() => show(link), SOON);
  else if (event.target instanceof Node && tip.contains(event.target)) clearTimeout(timer);
});
addEventListener("pointerout", (event) => {
  if (termOf(event) || (event.target instanceof Node && tip.contains(event.target))) later(hide, GRACE);
});
addEventListener("focusin", (event) => {
  const link = termOf(event);
  if (link?.matches(":focus-visible")) show(link);
});
addEventListener("focusout", (event) => termOf(event) && hide());
addEventListener("keydown", (event) => event.key === "Escape" && hide());

Object.assign(globalThis, { courseTerms: { show, load: (/** @type {typeof terms} */ all) => { terms = all; } } });
