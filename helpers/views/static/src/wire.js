// The wire view: sequence diagram beside byte inspector, one selection, one state; live through a link or replayed.

import { Diagram } from "./diagram.js";
import { download } from "./copy.js";
import { h, plural } from "./dom.js";
import { helpSheet } from "./help.js";
import { Inspector } from "./inspector.js";
import { onKey } from "./keys.js";
import { Model } from "./model.js";
import { Replay } from "./replay.js";
import { ndjson, pcapng } from "./save.js";
import { Search } from "./search.js";
import { Toolbar } from "./toolbar.js";

const BEAT = 1100; // ms between two steps when playing
const PATIENCE = 8000; // ms for the kernel's answer; its own step gives up after 5,000
const MOVING = 8; // messages of one push whose arrows travel

let views = 0;

/** @typedef {import("./model.js").Payload} Payload */
/** @typedef {import("./toolbar.js").Action} Action */

export class Wire {
  model = new Model();
  replay = new Replay();
  selected = -1;
  /** @type {number[]} */
  order = [];
  /** @type {number[]} */
  hits = [];
  /** @type {((action: string) => void) | null} what reaches the kernel */
  link = null;
  playing = 0;
  busy = false;
  asked = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    const id = "rw" + ++views;
    this.root = root;
    this.toolbar = new Toolbar((action) => this.act(action), () => this.find(), (by) => this.jump(by));
    const select = (/** @type {number} */ index) => this.select(index);
    this.diagram = new Diagram({ model: this.model, stage: (row) => this.stage(row), select }, id);
    this.inspector = new Inspector(this.model, id, (text) => this.toolbar.say(text));
    this.search = new Search(this.model);
    this.help = helpSheet();
    this.frame = h("div.wire", null, this.toolbar.root, h("div.two", null, this.diagram.side, this.inspector.root), this.help);
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
    if (this.toolbar.input.value) this.find();
    this.refresh();
  }

  /** @param {import("./model.js").Row} row */
  stage(row) {
    return this.link ? row.state : this.replay.stage(row);
  }

  /** Which rows are to see, and in which order. */
  flow() {
    const { side, lane, only, input } = this.toolbar;
    const hits = only.checked && input.value ? new Set(this.hits) : null;
    const seen = this.link ? this.model.rows.length : this.replay.seen(this.model.rows.length);
    this.order = [];
    for (let index = 0; index < seen; index++) {
      const row = this.model.rows[index];
      if (side.value !== "both" && side.value !== row.side) continue;
      if (lane.value !== "all" && Number(lane.value) !== row.connection) continue;
      if (!hits || hits.has(index)) this.order.push(index);
    }
  }

  /** @param {number} index @param {boolean} [reveal] */
  select(index, reveal = true) {
    this.selected = index;
    if (reveal) this.diagram.reveal(index);
    else this.diagram.mark(index);
    this.inspect();
  }

  inspect() {
    const row = this.model.rows[this.selected];
    this.inspector.show(row, row ? this.stage(row) : "");
  }

  /** Select the message `by` places on. @param {number} by */
  move(by) {
    const place = this.diagram.place(this.selected) + by;
    const index = this.order[Math.max(0, Math.min(place, this.order.length - 1))];
    if (index !== undefined) this.select(index);
  }

  refresh() {
    const { title, rows, size, held, live, holding, connections } = this.model;
    this.toolbar.lanes(connections);
    this.toolbar.title.textContent = title;
    const waiting = held ? ` · ${held.toLocaleString("en")} held at the tap` : "";
    const step = this.link || this.replay.position === null ? "" : ` · step ${Math.min(this.replay.position, rows.length)} of ${rows.length}`;
    this.toolbar.meta.textContent = `${plural(rows.length, "message")} · ${size.toLocaleString("en")} B${waiting}${step}`;
    this.toolbar.show({ live: this.link !== null && live, holding, playing: this.playing > 0, busy: this.busy });
  }

  /** @param {Action} action */
  act(action) {
    const actions = {
      step: () => this.step(), previous: () => this.move(-1), next: () => this.move(1), play: () => this.play(),
      run: () => this.ask(this.model.holding ? "run" : "pause"), search: () => this.toolbar.open(!!this.toolbar.search.hidden),
      help: () => this.help.showModal(), trace: () => this.save("ndjson"), pcapng: () => this.save("pcapng"),
    };
    actions[action]();
  }

  step() {
    this.toolbar.say("");
    if (this.link && this.model.live) this.ask("step");
    else this.stepReplay();
  }

  /** @param {string} action */
  ask(action) {
    if (this.busy || !this.link) return;
    this.busy = action === "step";
    this.link(action);
    const asked = ++this.asked;
    setTimeout(() => this.asked === asked && this.busy && this.unanswered(), PATIENCE);
    this.refresh();
  }

  /** The kernel's answer to an action. @param {{went?: [number, string, number] | null, error?: string, live: boolean, holding: boolean}} answer */
  done({ went, error, live, holding }) {
    this.busy = false;
    this.model.live = live;
    this.model.holding = holding;
    if (error) this.stop();
    this.toolbar.say(error ?? "", error !== undefined);
    const row = !went ? undefined : this.model.rows.find((one) => one.connection === went[0] && one.side === went[1] && one.start === went[2]);
    if (row) this.select(row.index);
    this.refresh();
  }

  unanswered() {
    this.busy = false;
    this.toolbar.say("No answer yet: the kernel is busy with a cell, or gone.", true);
    this.refresh();
  }

  stepReplay() {
    const count = this.model.rows.length;
    const first = this.replay.over(count);
    const went = this.replay.step(count);
    this.flow();
    if (first) this.diagram.show(this.order);
    else this.diagram.grow(this.order, [went]);
    const next = first ? 0 : went + 1;
    if (!first) this.diagram.travel(went, "out");
    this.select(went);
    if (next < count) {
      this.diagram.reveal(next);
      this.diagram.travel(next, "in");
      this.diagram.mark(went);
    }
    this.refresh();
  }

  play() {
    if (this.playing) return this.stop();
    this.step();
    this.playing = setInterval(() => {
      const over = this.link ? !this.model.held : this.replay.over(this.model.rows.length);
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

  async find() {
    const { input, where, count } = this.toolbar;
    const hits = await this.search.run(input.value.trim(), /** @type {import("./search.js").Where} */ (where.value));
    if (!hits) return;
    this.hits = hits;
    this.diagram.hits = new Set(hits);
    count.textContent = input.value ? plural(hits.length, "hit") : "";
    this.flow();
    this.diagram.show(this.order);
    if (hits.length && !this.diagram.hits.has(this.selected)) this.select(hits[0]);
  }

  /** Go to a neighbouring hit. @param {number} by */
  jump(by) {
    const later = this.hits.findIndex((hit) => hit > this.selected);
    const place = by > 0 ? (later < 0 ? 0 : later) : this.hits.findLastIndex((hit) => hit < this.selected);
    const index = this.hits.at(place);
    if (index !== undefined) this.select(index);
  }

  /** @param {"ndjson" | "pcapng"} kind */
  save(kind) {
    const data = kind === "ndjson" ? ndjson(this.model.records) : pcapng(this.model.records);
    download(`${this.model.title || "trace"}.${kind}`, data, "application/octet-stream");
  }
}
