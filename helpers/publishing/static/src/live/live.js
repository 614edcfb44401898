// What comes with the first press: the lesson, made once.

import { Lesson } from "./lesson.js";

/** @param {HTMLScriptElement} script that of run.js, which names the lesson */
export function open(script) {
  const { lesson = "", notebook = "", views = "" } = script.dataset;
  const base = new URL(".", script.src).href;
  const version = new URL(script.src).search;
  return new Lesson({ lesson, notebook, base, version, views: [base + "live.css" + version, ...views.split(" ").filter(Boolean)] });
}
