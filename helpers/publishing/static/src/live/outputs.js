// What a cell says, in the form in which the published page shows outputs.

import { make } from "../dom.js";
import { highlighted } from "./highlight.js";
import { fill } from "./visits.js";

/** @typedef {Record<string, string>} Bundle forms of one thing, by media type */
/** @typedef {{kind: string, run: number, name?: string, text?: string, id?: string, bundle?: Bundle, value?: string, lines?: string[], failed?: boolean, message?: any}} Said */

const COLOURS = /\x1b\[[\d;]*[A-Za-z]/g;

export class Outputs {
  /** @type {Map<string, HTMLElement>} what can be replaced, by its id */
  named = new Map();

  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
  }

  /** @param {Said} said */
  take(said) {
    if (said.kind === "stream") this.print(said.name ?? "", said.text ?? "");
    else if (said.kind === "error") this.add(failure(said));
    else if (said.kind === "display") {
      const shown = this.add(shownAs(said.bundle ?? {}));
      if (said.id) this.named.set(said.id, shown);
    } else if (said.kind === "update") this.replace(said.id ?? "", shownAs(said.bundle ?? {}));
  }

  /** @param {HTMLElement} shown */
  add(shown) {
    const output = make("div", { class: "output" });
    output.append(shown);
    this.place.append(output);
    return shown;
  }

  /** @param {string} id @param {HTMLElement} shown */
  replace(id, shown) {
    this.named.get(id)?.replaceWith(shown);
    this.named.set(id, shown);
  }

  /** Neighbouring prints of one stream are one. @param {string} stream @param {string} text */
  print(stream, text) {
    const last = this.place.lastElementChild?.firstElementChild;
    const pre = last?.matches(`.printed.${stream}`) ? last : this.add(/** @type {HTMLElement} */ (make("pre", { class: `printed ${stream}` })));
    pre.append(text.replace(COLOURS, ""));
  }
}

/** The richest form. @param {Bundle} bundle */
function shownAs(bundle) {
  const html = bundle["text/html"] ?? bundle["image/svg+xml"];
  if (html === undefined) return /** @type {HTMLElement} */ (make("pre", { class: "result" }, bundle["text/markdown"] ?? bundle["text/plain"] ?? ""));
  const rich = /** @type {HTMLElement} */ (make("div", { class: "rich" }));
  rich.innerHTML = html; // markup of the reader's own Python
  for (const one of rich.querySelectorAll(".rerun")) one.remove();
  for (const still of rich.querySelectorAll(".rw-still")) still.append(...inLite());
  for (const box of rich.querySelectorAll("[data-port]")) fill(/** @type {HTMLElement} */ (box));
  for (const source of rich.querySelectorAll("div.highlight")) {
    const pre = make("pre", {});
    pre.append(...highlighted((source.textContent ?? "").replace(/^\n|\n$/g, "")));
    source.replaceWith(pre);
  }
  return rich;
}

/** Where a panel's knobs do move: the lesson as a notebook, on a site that has JupyterLite. @returns {(string | Node)[]} */
function inLite() {
  const there = document.querySelector(".origin a[href*='/lite/']");
  return there ? [" ", make("a", { href: there.getAttribute("href") ?? "" }, "Open this lesson in JupyterLite.")] : [];
}

/** @param {Said} said */
function failure({ name = "", value = "", lines = [] }) {
  const box = /** @type {HTMLElement} */ (make("div", { class: "failure" }));
  const first = make("p", {});
  const stopped = lines[0]?.startsWith("Stopped.");
  first.append(make("strong", {}, stopped ? "Stopped" : name), stopped ? "" : value.split("\n")[0]);
  const fold = make("details", stopped ? { open: "" } : {});
  fold.append(make("summary", {}, stopped ? "Where" : "Traceback"), make("pre", {}, lines.join("\n")));
  box.append(first, fold);
  return box;
}
