// The search, in a script of its own with its index: `courseSearch.load(sections)` stands at its end.

import { make } from "./dom.js";
import { Index } from "./index.js";

/** @typedef {import("./opener.js").Dialog} Dialog */

const SHOWN = 12;

/** @type {Index} */
let index;

/** @param {HTMLElement} element @param {string} text @param {string[]} words */
function highlighted(element, text, words) {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!escaped.length) return element.append(text);
  text.split(new RegExp("(" + escaped.join("|") + ")", "gi")).forEach((part, place) => element.append(place % 2 ? make("mark", {}, part) : part));
}

/** Let the dialog search. @param {Dialog} dialog */
function attach({ box, input, list, hint, root }) {
  let chosen = 0;

  /** @param {number} place */
  function choose(place) {
    const items = [...list.querySelectorAll("a")];
    chosen = items.length ? (place + items.length) % items.length : 0;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (items[chosen]) {
      input.setAttribute("aria-activedescendant", items[chosen].id);
      items[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  /** @param {import("./index.js").Hit} hit @param {number} place */
  function item({ section, words, text }, place) {
    const row = make("li", { role: "presentation" });
    const link = make("a", { href: root + section.href, role: "option", id: "hit-" + place, tabindex: "-1" });
    const [title, line] = [make("b", {}), make("span", {})];
    highlighted(title, section.title, words);
    highlighted(line, text, words);
    link.append(title, line);
    row.append(link);
    return row;
  }

  function show() {
    const hits = index.find(input.value);
    list.replaceChildren(...hits.slice(0, SHOWN).map(item));
    const places = hits.length === 1 ? "1 place" : `${hits.length} places`;
    if (input.value.trim()) hint.textContent = hits.length > SHOWN ? `${places}, the first ${SHOWN}` : hits.length ? places + " found" : "Nothing found";
    choose(0);
  }

  input.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") list.querySelectorAll("a")[chosen]?.click();
    else if (event.key === "Escape") box.close(); // a search field would only empty itself
    else return;
    event.preventDefault();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box || (event.target instanceof Element && event.target.closest("a"))) box.close();
  });
  show();
}

Object.assign(globalThis, { courseSearch: { attach, load: (/** @type {any[]} */ lessons) => { index = new Index(lessons); } } });
