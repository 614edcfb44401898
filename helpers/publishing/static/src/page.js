// What a page of the site can do beyond being read: theme, contents that follow, copy, keys, terms, search, print.
// Bundled into a classic script: modules and fetch are closed to pages from file://. Without it every word is there.

import { addCopyButtons, focusScrollers } from "./code.js";
import { foldContents, followScroll } from "./contents.js";
import { explainTerms } from "./explain.js";
import { onKey } from "./keys.js";
import { openSearch } from "./opener.js";
import { unfoldForPrint } from "./paper.js";
import { rememberReading } from "./read.js";
import { offerThemes } from "./theme.js";
import { loadViewsWhenNear } from "./views.js";

function start() {
  offerThemes();
  document.querySelector("[data-do=search]")?.addEventListener("click", openSearch);
  document.querySelectorAll(".rerun").forEach((line) => line.remove());
  addCopyButtons();
  foldContents();
  followScroll();
  focusScrollers();
  addEventListener("resize", focusScrollers);
  unfoldForPrint();
  loadViewsWhenNear();
  rememberReading();
  explainTerms();
  document.addEventListener("keydown", onKey);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
