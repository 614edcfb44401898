// The search's dialog opens at once, to be typed into; what searches comes by a script tag when it is first opened.

import { make } from "./dom.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);

/** @typedef {{box: HTMLDialogElement, input: HTMLInputElement, list: HTMLElement, hint: HTMLElement, root: string}} Dialog */

/** @type {Dialog | undefined} */
let dialog;

/** @returns {Dialog} */
function build() {
  const box = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-label": "Search the lessons" }));
  const input = /** @type {HTMLInputElement} */ (make("input", {
    type: "search", placeholder: "Search the lessons", "aria-label": "Search the lessons", autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-expanded": "true", "aria-controls": "search-hits", "aria-autocomplete": "list",
  }));
  const list = make("ul", { id: "search-hits", role: "listbox", "aria-label": "Found" });
  const hint = make("p", { class: "hint", role: "status" }, "Type a word. ↑ ↓ choose, Enter opens, Esc closes.");
  box.append(input, list, hint);
  document.body.append(box);
  return { box, input, list, hint, root: script.dataset.root || "" };
}

export function openSearch() {
  if (!dialog) {
    const built = (dialog = build());
    const search = make("script", { src: script.dataset.search || "" });
    search.addEventListener("load", () => /** @type {any} */ (globalThis).courseSearch.attach(built));
    document.head.append(search);
  }
  if (!dialog.box.open) dialog.box.showModal();
  dialog.input.select();
}
