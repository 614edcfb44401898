// What the learner has solved, in the form of the course's own progress file: kept in the browser, saved to a file, read
// from one. Two that meet (a file, another tab) are joined: nothing that was solved is forgotten.

import { keep, kept } from "./kept.js";

const KEY = "course-progress";
const SOLVED = "course-solved"; // what the first page shows

/** @typedef {{checks: number, passed: number | null}} Entry */
/** @typedef {Record<string, Entry>} Entries */

/** What a file says; an error says that it is none. @param {string} text @returns {Entries} */
export function entriesIn(text) {
  const file = JSON.parse(text);
  if (file?.version !== 1 || typeof file.exercises !== "object") throw new SyntaxError("no progress file");
  const entries = Object.entries(file.exercises).map(([name, one]) => [name, { checks: Number(one?.checks) || 0, passed: Number(one?.passed) || null }]);
  return Object.fromEntries(entries);
}

/** @param {Entries} entries */
const written = (entries) => JSON.stringify({ version: 1, exercises: entries }, null, 1) + "\n";

/** @param {Entries} one @param {Entries} other @returns {Entries} */
export function joined(one, other) {
  const all = { ...one };
  for (const [name, { checks, passed }] of Object.entries(other)) {
    const own = all[name] ?? { checks: 0, passed: null };
    all[name] = { checks: Math.max(own.checks, checks), passed: own.passed && passed ? Math.min(own.passed, passed) : own.passed || passed };
  }
  return all;
}

export class Progress {
  /** @type {Entries} where the browser keeps nothing */
  here = {};

  /** All that is known, as a file. */
  get text() {
    let there = {};
    try {
      there = entriesIn(kept(KEY) ?? "");
    } catch {
      // nothing was kept, or something else
    }
    this.here = joined(this.here, there);
    return written(this.here);
  }

  /** Add what a file says. Whether the browser keeps it. @param {string} text */
  add(text) {
    this.here = joined(this.here, entriesIn(text));
    const solved = Object.entries(entriesIn(this.text)).filter(([, one]) => one.passed).map(([name]) => name);
    return keep(KEY, this.text) && keep(SOLVED, JSON.stringify(solved));
  }

  get solved() {
    return Object.values(entriesIn(this.text)).filter((one) => one.passed).length;
  }

  save() {
    const address = URL.createObjectURL(new Blob([this.text], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: address, download: "progress.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}
