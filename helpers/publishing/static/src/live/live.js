// What comes with the first press: the lesson, made once.

import { Lesson } from "./lesson.js";

/** @param {HTMLScriptElement} script that of run.js, which names the lesson */
export function open(script) {
  const { lesson = "", notebook = "", views = "" } = script.dataset;
  const base = new URL(".", script.src).href;
  return new Lesson({ lesson, notebook, base, views: [base + "live.css", ...views.split(" ").filter(Boolean)] });
}
