// Data, style and scripts of the views come when the first of them comes near; until then static rows stand there.

import { late, make, views } from "./dom.js";

export function loadViewsWhenNear() {
  if (!late) return;
  const found = [...document.querySelectorAll(`${views}, script[data-json]`)];
  const places = found.map((one) => (one.tagName === "SCRIPT" ? /** @type {Element} */ (one.parentElement) : one));
  if (!places.length) return;
  const files = [...late.content.querySelectorAll("a")].map((link) => link.getAttribute("href") || "");
  const observer = new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting)) load();
  }, { rootMargin: "1000px" });
  function load() {
    observer.disconnect();
    if (files.length) keepForPaper();
    loadViews(files.splice(0)); // once: a second call finds nothing to load
  }
  places.forEach((place) => observer.observe(place));
  addEventListener("hashchange", load);
  followTarget();
  if (location.hash) load();
}

// Of a message its line stands on paper; a view takes the rows' place, so they are kept beside it.
function keepForPaper() {
  for (const rows of document.querySelectorAll("wire-view > .rw-static, frame-box > .rw-static")) {
    const kept = /** @type {Element} */ (rows.cloneNode(true));
    kept.classList.add("on-paper");
    /** @type {Element} */ (rows.parentElement).after(kept);
  }
}

// A view is lower than the rows in its place. Who came by a link is brought to where it leads, unless they went on.
let atTarget = true;

function followTarget() {
  for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(type, () => { atTarget = false; }, { passive: true });
  addEventListener("hashchange", () => { atTarget = true; });
}

function backToTarget() {
  if (atTarget) document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
}

/** One after the other, in order. @param {string[]} files */
function loadViews([file, ...rest]) {
  if (!file) return;
  const style = /\.css\b/.test(file);
  const element = make(style ? "link" : "script", style ? { rel: "stylesheet", href: file } : { src: file });
  element.addEventListener("load", () => {
    putDataBack();
    backToTarget();
    requestAnimationFrame(backToTarget);
    loadViews(rest);
  });
  document.head.append(element);
}

function putDataBack() {
  const data = /** @type {{courseData?: unknown[]}} */ (globalThis).courseData;
  if (!data) return;
  const sentences = [...document.querySelectorAll(".say:not(.on-paper .say)")].map((cell) => sentence(cell));
  const whole = (/** @type {string} */ _, /** @type {any} */ value) => (value?.$ === undefined ? value : sentences[value.$]);
  for (const script of document.querySelectorAll("script[data-json]")) {
    script.textContent = JSON.stringify(data[Number(script.getAttribute("data-json"))], whole);
    script.removeAttribute("data-json");
  }
}

/** What a row says of its field, without the link behind it. @param {Element} cell */
function sentence(cell) {
  const link = cell.querySelector("a:last-child");
  const text = cell.textContent || "";
  return link && !link.nextSibling?.textContent?.trim() ? text.slice(0, text.length - (link.textContent || "").length).trimEnd() : text;
}
