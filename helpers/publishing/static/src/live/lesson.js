// The lesson while it runs: its cells in order, one Python, what waits for its turn.

import { Cell } from "./cell.js";
import { Dock } from "./dock.js";
import { keep, keptValue } from "./kept.js";
import { Progress } from "./progress.js";
import { Python } from "./python.js";
import { ended, refusal, unstarted } from "./refusals.js";
import { keepScripts, otherTabs, sleeps } from "./together.js";
import { connect, loadViews } from "./views.js";
import { answer, leave } from "./visits.js";

/** @typedef {{lesson: string, notebook: string, base: string, version: string, views: string[]}} Place what of the site this page needs */

export class Lesson {
  progress = new Progress();
  /** @type {Cell[]} what waits for its turn */
  queue = [];
  /** @type {Map<number, Cell>} */
  runs = new Map();
  /** @type {import("./views.js").Line | null} */
  line = null;
  going = false;
  got = 0;
  size = 0;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    this.key = `course-code:${place.lesson}`;
    const acts = { run: (/** @type {Cell} */ cell) => this.run(cell.place), stop: () => this.stop(), changed: () => this.keepCode() };
    this.cells = [...document.querySelectorAll(".cell")].map((root, at) => new Cell(/** @type {HTMLElement} */ (root), at, acts));
    this.dock = new Dock({
      runAll: () => this.runAll(), stop: () => this.stop(), restart: () => this.restart(), reset: () => this.reset(),
      save: () => this.progress.save(), read: (file) => this.read(file),
    });
    document.querySelector("#main")?.append(this.dock.root);
    this.python = new Python(() => this.start(), {
      loading: (got, size) => this.dock.loading((this.got = got), (this.size = size)),
      said: (said) => this.runs.get(said.run)?.hear(said, said.run),
      hub: (message) => this.hub(message),
      progress: (text) => this.solved(text),
      ended: (why) => this.over(why),
    });
    answer(place, (asked) => this.python.visited(asked));
    this.comeBack();
    document.querySelector(".live-line")?.lastChild?.replaceWith(" in this tab. Change any cell, and run it with Shift+Enter.");
    const why = refusal();
    this.dock.say(why || "Press Run: the cells above come first.", !!why);
  }

  start() {
    const { lesson, notebook, base, version } = this.place;
    return { lesson, base, version, notebook: { name: notebook, text: this.asNotebook() }, progress: this.progress.text };
  }

  /** Headings and code, by which Python says what a missing name needs. */
  asNotebook() {
    const parts = [...document.querySelectorAll("main :is(h2, h3, .cell > .code code)")];
    const cells = parts.map((part) => {
      const heading = part.matches("h2, h3");
      const text = heading ? "## " + (part.firstChild?.textContent ?? "").trim() : part.textContent ?? "";
      return { cell_type: heading ? "markdown" : "code", source: text };
    });
    return JSON.stringify({ cells });
  }

  // ---- what is pressed ----

  /** A cell; those above that have not run come first. @param {number} place */
  run(place) {
    const above = this.cells.slice(0, place).filter((cell) => cell.state === "");
    this.wait([...above, this.cells[place]]);
  }

  runAll() {
    this.wait(this.cells);
  }

  /** @param {number} place @param {MouseEvent} event */
  edit(place, event) {
    const { editor } = this.cells[place];
    if (editor && document.activeElement !== editor.area && getSelection()?.isCollapsed) editor.focusAt(event);
  }

  async stop() {
    this.leave();
    if (!(await this.python.stop())) this.dock.say("The cell did not stop by itself: Python was ended. Press Run: it starts again, and the lesson from its first cell.", true);
  }

  restart() {
    this.leave();
    this.python.end("");
    this.dock.say("All names are forgotten. Press Run: the lesson begins with its first cell.");
  }

  reset() {
    this.restart();
    for (const cell of this.cells) cell.reset();
    keep(this.key, null);
    this.dock.say("As it was published. Press Run to begin anew.");
  }

  /** @param {File} file */
  async read(file) {
    try {
      const stays = this.progress.add(await file.text());
      this.python.progress(this.progress.text);
      this.dock.say(`Solved: ${this.progress.solved}.${stays ? "" : CLOSED}`);
    } catch {
      this.dock.say(`${file.name} is no progress file: choose progress.json.`, true);
    }
  }

  // ---- what runs ----

  /** @param {Cell[]} cells */
  wait(cells) {
    const why = refusal();
    if (why) return this.dock.say(why, true);
    const fresh = cells.filter((cell) => !cell.install && !this.queue.includes(cell) && cell.state !== "running");
    for (const cell of fresh) cell.become("waiting");
    this.queue = [...this.queue, ...fresh].sort((one, other) => one.place - other.place);
    if (!this.going) this.go();
  }

  async go() {
    this.going = true;
    this.dock.show({ busy: true });
    try {
      if (!this.python.ready) this.meet();
      await Promise.all([this.python.begin(), loadViews(this.place.views)]);
      while (this.queue.length) await this.next();
    } catch (error) {
      this.leave();
      this.dock.say(unstarted(/** @type {Error} */ (error).message, this.got, this.size), true);
    }
    this.going = false;
    this.dock.show({ busy: false });
  }

  /** Python begins: what a reader should know of this browser. */
  meet() {
    this.dock.say("Python is asked for …");
    if (this.met) return;
    this.met = true;
    this.python.begin().then(() => keepScripts(this.place), () => {});
    otherTabs(() => this.dock.note("Another tab runs a lesson, too: each has a Python of its own, and both know what you have solved."));
    sleeps((seconds) => this.python.ready && this.dock.note(`This tab slept for ${seconds} s. Python goes on where it stood; what was timed meanwhile came late.`));
    if (!keep("course-live", "1")) this.dock.note(`What you write and solve is not kept:${CLOSED}`);
  }

  met = false;

  async next() {
    const cell = /** @type {Cell} */ (this.queue.shift());
    this.dock.show({ busy: true });
    this.dock.say(`Cell ${cell.place + 1} of ${this.cells.length} runs`);
    cell.become("running");
    const failed = await this.python.run(cell.source, (number) => {
      this.runs.set(number, cell);
      cell.number = number;
    });
    if (cell.state !== "running") return; // Python has ended
    cell.become(failed ? "failed" : "ran");
    if (!failed || cell.fails) return this.queue.length || this.dock.say("Done.");
    const left = this.queue.length;
    this.leave();
    this.dock.say(`Cell ${cell.place + 1} stopped${left ? `; ${left} below it did not run` : ""}.`, true);
  }

  /** Nothing waits any more. */
  leave() {
    for (const cell of this.queue.splice(0)) cell.become(cell.before);
  }

  /** A message of the hub; the first one says that it is there. @param {any} message */
  hub(message) {
    this.line ??= connect((asked) => this.python.send(asked));
    if (message) this.line.receive(message);
  }

  /** Python has ended: what it knew is gone, what was seen stays. @param {string} why */
  over(why) {
    this.line?.end();
    this.line = null;
    leave();
    this.leave();
    for (const cell of this.cells) if (cell.state) cell.become(cell.state === "running" ? "failed" : "");
    for (const cell of this.cells) cell.state = "";
    this.runs.clear();
    if (why) this.dock.say(ended(why), true);
  }

  // ---- what is kept ----

  /** @param {string} text */
  solved(text) {
    try {
      if (!this.progress.add(text)) this.dock.say(`Solved: ${this.progress.solved}.${CLOSED}`);
    } catch {
      // it was set aside in there, with a sentence
    }
  }

  keepCode() {
    const changed = this.cells.filter((cell) => cell.editor?.changed).map((cell) => [cell.editor?.written, cell.source]);
    if (!keep(this.key, changed.length ? JSON.stringify(changed) : null)) this.dock.say(`What you write is not kept:${CLOSED}`);
  }

  /** Code that was changed at another visit; where the lesson has changed since, that cell is the lesson's. */
  comeBack() {
    const changed = new Map(keptValue(this.key, /** @type {[string, string][]} */ ([])));
    for (const { editor } of this.cells) {
      const text = editor && changed.get(editor.written);
      if (editor && text !== undefined && text !== "") editor.text = /** @type {string} */ (text);
    }
  }
}

const CLOSED = " this browser keeps nothing for this page, so save your progress before you leave.";
