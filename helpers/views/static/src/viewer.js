// What a wire view shows: sequence diagram beside byte inspector, one selection, one state; live through a link or replayed.

import { Diagram } from "./diagram.js";
import { h, plural } from "./dom.js";
import { more, room } from "./hub.js";
import { Inspector } from "./inspector.js";
import { onKey } from "./keys.js";
import { Model } from "./model.js";
import { Replay } from "./replay.js";
import { inTime } from "./order.js";
import { Toolbar } from "./toolbar.js";

const BEAT = 1100; // ms between two steps when playing
const PATIENCE = 8000; // ms for the kernel's answer; its own step gives up after 5,000
const SHORT = 6; // messages that leave room beside the bytes
const MOVING = 8; // messages of one push whose arrows travel

let views = 0;

/** @typedef {import("./model.js").Payload} Payload */
/** @typedef {import("./toolbar.js").Action} Action */

export class Viewer {
  model = new Model();
  replay = new Replay();
  selected = -1;
  /** @type {number[]} all rows, in order of time */
  time = [];
  /** @type {number[]} the place of each in it */
  place = [];
  /** @type {number[]} those that were seen so far */
  seen = [];
  /** @type {number[]} those to see */
  order = [];
  /** @type {((message: {kind: string, [more: string]: any}) => void) | null} what reaches the kernel */
  link = null;
  /** @type {Set<number>} rows that the kernel was asked to explain */
  wanted = new Set();
  /** @type {import("./find.js").Finder | undefined} */
  finder;
  /** @type {HTMLDialogElement | undefined} */
  sheet;
  /** @type {import("./room.js").RoomPlot | undefined} */
  room;
  playing = 0;
  busy = false;
  asked = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    const id = "rw" + ++views;
    this.root = root;
    this.toolbar = new Toolbar((action) => this.act(action));
    const select = (/** @type {number} */ index) => this.select(index);
    this.diagram = new Diagram({ model: this.model, stage: (row) => this.stage(row), select }, id);
    this.inspector = new Inspector(this.model, id, (text) => this.toolbar.say(text), () => this.unexplained());
    this.two = h("div.two", null, this.diagram.side, this.inspector.root, this.inspector.meanings.root);
    this.frame = h("div.wire", null, this.toolbar.root, this.two);
    this.frame.addEventListener("keydown", (event) => onKey(this, event));
    root.append(this.frame);
  }

  /** Take in a snapshot. @param {Payload} payload */
  load(payload) {
    this.model.apply(payload);
    this.flow();
    this.diagram.show(this.order);
    this.select(this.order[0] ?? -1, false);
    this.refresh();
  }

  /** Take in what the kernel pushed. @param {Payload} payload */
  update(payload) {
    const before = this.model.rows.map((row) => row.state);
    const changed = this.model.apply(payload);
    this.flow();
    this.diagram.grow(this.order, changed);
    for (const index of changed.slice(-MOVING)) {
      if (before[index] === undefined) this.diagram.travel(index, "in");
      else if (before[index] !== "passed" && this.model.rows[index].state === "passed") this.diagram.travel(index, "out");
    }
    if (this.selected < 0 || !this.model.rows[this.selected]) this.select(this.order[0] ?? -1);
    else if (changed.includes(this.selected)) this.inspect();
    if (this.finder?.input.value) this.find();
    this.refresh();
  }

  /** The kernel explained a message, or sent bytes of it that were left out. @param {Payload} payload */
  explained(payload) {
    if (this.model.apply(payload).includes(this.selected)) this.inspect();
  }

  /** @param {import("./model.js").Row} row */
  stage(row) {
    return this.link ? row.state : this.replay.stage(row, this.place[row.index]);
  }

  /** Which rows are to see, and in which order. */
  flow() {
    const { rows } = this.model;
    this.time = inTime(rows);
    this.time.forEach((index, place) => (this.place[index] = place));
    this.seen = this.link ? this.time : this.time.slice(0, this.replay.seen(this.time.length));
    this.order = this.seen.filter((index) => this.finder?.lets(rows[index]) ?? true);
  }

  /** @param {number} index @param {boolean} [reveal] */
  select(index, reveal = true) {
    this.selected = index;
    if (reveal) this.diagram.reveal(index);
    else this.diagram.mark(index);
    this.neighbours();
    this.inspect();
    this.drawRoom();
  }

  inspect() {
    const row = this.model.rows[this.selected];
    this.inspector.show(row, row ? this.stage(row) : "");
    if (!row || !this.link || this.wanted.has(row.index)) return;
    if (row.place >= 0 && !this.model.bytes(row).missing) return;
    this.wanted.add(row.index);
    this.link({ kind: "explain", row: row.index });
  }

  /** Why a message has no fields. */
  unexplained() {
    if (this.link) return "The kernel is asked what these bytes are.";
    return "These bytes are not explained here: a view explains its first messages, and the kernel the others when they are selected. Run the cell again.";
  }

  /** Select the message `by` places on. @param {number} by */
  move(by) {
    const place = this.diagram.place(this.selected) + by;
    const index = this.order[Math.max(0, Math.min(place, this.order.length - 1))];
    if (index !== undefined) this.select(index);
  }

  neighbours() {
    const place = this.diagram.place(this.selected);
    this.toolbar.around(place > 0, place < this.order.length - 1);
  }

  refresh() {
    const { title, count, size, held, live, holding } = this.model;
    this.finder?.offer();
    this.toolbar.title.textContent = title;
    const waiting = held ? ` · ${held.toLocaleString("en")} held at the tap` : "";
    const step = this.link || this.replay.position === null ? "" : ` · step ${Math.min(this.replay.position, this.time.length)} of ${this.time.length}`;
    this.toolbar.meta.textContent = `${plural(count, "message")} · ${size.toLocaleString("en")} B${waiting}${step}`;
    this.toolbar.left.textContent = this.leftOut();
    this.two.classList.toggle("rw-long", count > SHORT);
    this.neighbours();
    this.drawRoom();
    this.toolbar.show({ live: this.link !== null && live, holding, held, playing: this.playing > 0, busy: this.busy });
  }

  /** What may still be sent, where a protocol counts it. */
  async drawRoom() {
    if (!this.seen.some((index) => this.model.rows[index].room)) return;
    const { RoomPlot } = await room();
    if (!this.room) this.frame.append((this.room = new RoomPlot()).root);
    this.room.show(this.seen.map((index) => this.model.rows[index]), this.model.rows[this.selected]);
  }

  /** What is not in this view, and where it is. */
  leftOut() {
    const { count, left, leftRows } = this.model;
    if (!left && !leftRows) return "";
    const what = [leftRows ? `${leftRows.toLocaleString("en")} of ${plural(count, "message")}` : "", left ? plural(left, "byte") : ""].filter(Boolean);
    return `Left out here: ${what.join(", ")}. ${this.link ? "Save the trace to have it whole." : "Only the kernel had the whole: run the cell again, then save the trace."}`;
  }

  /** @param {Action} action */
  act(action) {
    const actions = {
      step: () => this.step(), previous: () => this.move(-1), next: () => this.move(1), play: () => this.play(),
      run: () => this.ask(this.model.holding ? "run" : "pause"), search: () => this.openFinder(!this.finder || !!this.finder.root.hidden),
      help: () => this.help(), trace: () => this.save("ndjson"), pcapng: () => this.save("pcapng"),
    };
    actions[action]();
  }

  step() {
    this.toolbar.say(this.toolbar.idle);
    if (this.toolbar.idle) return;
    if (this.link && this.model.live) this.ask("step");
    else this.stepReplay();
  }

  /** @param {string} action */
  ask(action) {
    if (this.busy || !this.link) return;
    this.busy = action === "step";
    this.link({ kind: action });
    const asked = ++this.asked;
    setTimeout(() => this.asked === asked && this.busy && this.unanswered(), PATIENCE);
    this.refresh();
  }

  /** The kernel's answer to an action. @param {{went?: [number, string, number] | null, said?: string, error?: string, live: boolean, holding: boolean}} answer */
  done({ went, said = "", error, live, holding }) {
    this.busy = false;
    this.model.live = live;
    this.model.holding = holding;
    if (error) this.stop();
    this.toolbar.say(error ?? said, error !== undefined);
    const row = !went ? undefined : this.model.rows.find((one) => one?.connection === went[0] && one.side === went[1] && one.start === went[2]);
    if (row) this.select(row.index);
    this.refresh();
  }

  unanswered() {
    this.busy = false;
    this.toolbar.say("No answer yet: the kernel is busy with a cell, or gone.", true);
    this.refresh();
  }

  stepReplay() {
    const count = this.time.length;
    const first = this.replay.over(count);
    const place = this.replay.step(count);
    const went = this.time[place];
    this.flow();
    if (first) this.diagram.show(this.order);
    else this.diagram.grow(this.order, [went]);
    const next = this.time[first ? 0 : place + 1];
    if (!first) this.diagram.travel(went, "out");
    this.select(went);
    if (next !== undefined) {
      this.diagram.reveal(next);
      this.diagram.travel(next, "in");
      this.diagram.mark(went);
    }
    this.refresh();
  }

  play() {
    if (this.playing) return this.stop();
    this.step();
    if (this.toolbar.idle) return;
    this.playing = setInterval(() => {
      const over = this.link ? !this.model.held : this.replay.over(this.time.length);
      if (over || !this.root.isConnected) this.stop();
      else this.step();
    }, BEAT);
    this.refresh();
  }

  stop() {
    clearInterval(this.playing);
    this.playing = 0;
    this.refresh();
  }

  async help() {
    if (!this.sheet) this.frame.append((this.sheet = (await more()).helpSheet()));
    this.sheet.showModal();
  }

  /** Show or hide what finds and chooses messages. @param {boolean} open */
  async openFinder(open) {
    const { Finder } = await more();
    if (!this.finder) {
      this.finder = new Finder(this.model, () => this.find(), (by) => this.jump(by));
      this.finder.offer();
      this.toolbar.status.before(this.finder.root);
    }
    this.finder.open(open);
  }

  async find() {
    const hits = await this.finder?.run();
    if (!hits) return;
    this.diagram.hits = new Set(hits);
    this.flow();
    this.diagram.show(this.order);
    if (hits.length && !this.diagram.hits.has(this.selected)) this.select(hits[0]);
  }

  /** Go to a neighbouring hit. @param {number} by */
  jump(by) {
    const hits = this.finder?.hits ?? [];
    const later = hits.findIndex((hit) => hit > this.selected);
    const place = by > 0 ? (later < 0 ? 0 : later) : hits.findLastIndex((hit) => hit < this.selected);
    const index = hits.at(place);
    if (index !== undefined) this.select(index);
  }

  /** The trace as a file; where some of it is left out, the kernel writes it. @param {"ndjson" | "pcapng"} kind */
  async save(kind) {
    if (this.model.records) {
      const { download, ...forms } = await more();
      return download(`${this.model.title || "trace"}.${kind}`, forms[kind](this.model), "application/octet-stream");
    }
    if (this.link) this.link({ kind: "save", as: kind });
    else this.toolbar.say(this.leftOut(), true);
  }
}
