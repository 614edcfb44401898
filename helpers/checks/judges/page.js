/**
 * A page on a step clock, in a worker: what a judge of JavaScript gives an answer instead of a browser's own timers,
 * network and console. Enters: the answer's source and the scenes of its exercise. Leaves: which requests left when,
 * what was rendered when, in milliseconds of the clock; then what the exercise's `broken` says of that. A minute takes
 * an instant. A classic script, before the exercise's own, which sets `page.judge`, a function of the source.
 *
 * @typedef {{about: string, until: number, takes: number, replies?: (number | string)[], presses?: number[]}} Scene
 *   times in ms; `replies`: a status each, "lost" or "not JSON", all others 200; `presses`: when the button is pressed
 * @typedef {{at: number, until: number, fate: number | string, number: number}} Asked
 * @typedef {{passed: boolean, sentence: string, case: string, tally: string, printed: string}} Found
 */

const MOST = 1000; // requests of one scene: whoever sends more never stops
const TURN = 4; // ms, the shortest timer
const page = /** @type {any} */ (self);
const turns = new MessageChannel();

/** Every promise that can go on has gone on, and those that were rejected with nobody there are known. */
async function calm() {
  for (const _ of "123") {
    await new Promise((done) => {
      turns.port2.onmessage = done;
      turns.port1.postMessage(null);
    });
  }
}

class Stage {
  now = 0;
  timers = new Map();
  last = 0; // timer's number
  /** @type {Asked[]} */
  asked = [];
  /** @type {{at: number, what: any}[]} */
  rendered = [];
  printed = "";
  trouble = "";
  faults = new WeakSet(); // the errors that are the scene's

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
  }

  /** @param {string} source */
  async play(source) {
    const { presses = [], until } = this.scene;
    Object.assign(page, this.globals());
    const known = new Set(Object.keys(page));
    this.run(() => {
      this.refresh = new Function(`${source}\n;return typeof refresh === "function" ? refresh : null`)();
    });
    for (const moment of presses) this.set(() => this.refresh?.(), moment);
    await calm();
    for (let next = this.next(until); next && !this.trouble; next = this.next(until)) {
      const [id, { at, call, every }] = next;
      this.now = at;
      if (every) this.timers.set(id, { at: at + every, call, every });
      else this.timers.delete(id);
      this.run(call);
      await calm();
    }
    for (const name of Object.keys(page)) if (!known.has(name)) delete page[name];
  }

  /** @param {number} until @returns {[any, {at: number, call: () => void, every: number}] | undefined} */
  next(until) {
    const due = [...this.timers].filter(([, { at }]) => at <= until);
    return due.sort(([, one], [, other]) => one.at - other.at)[0];
  }

  /** @param {() => void} call */
  run(call) {
    try {
      call();
    } catch (error) {
      this.raised(error);
    }
  }

  /** @param {any} error */
  raised(error) {
    if (error instanceof SyntaxError && !this.faults.has(error)) this.trouble ||= `This is not JavaScript yet: ${error.message}.`;
    else if (!this.faults.has(error)) this.trouble ||= `Your code raised ${error}.`;
  }

  /** @param {() => void} call @param {number} wait @param {number} [every] */
  set(call, wait, every = 0) {
    this.timers.set(++this.last, { at: this.now + wait, call, every });
    return this.last;
  }

  /** @param {any} url */
  fetch(url) {
    const number = this.asked.length + 1;
    const { takes, replies = [] } = this.scene;
    const one = { number, url: String(url?.url ?? url), at: this.now, until: this.now + takes, fate: replies[number - 1] ?? 200 };
    if (number <= MOST) this.asked.push(one);
    return new Promise((resolve, reject) => {
      if (number > MOST) return;
      const fail = () => reject(this.fault(new TypeError("Failed to fetch")));
      this.set(one.fate === "lost" ? fail : () => resolve(this.reply(one)), takes);
    });
  }

  /** @param {Asked} one */
  reply({ number, fate }) {
    const status = typeof fate === "number" ? fate : 200;
    const body = status === 200 ? { messages: [`message ${number}`], number } : { error: `status ${status}`, number };
    const json = async () => {
      if (fate !== status && fate !== 200) throw this.fault(new SyntaxError("Unexpected token '<'"));
      return body;
    };
    return { ok: status === 200, status, json, text: async () => (fate === status ? JSON.stringify(body) : "<html>") };
  }

  /** @template {Error} E @param {E} error */
  fault(error) {
    this.faults.add(error);
    return error;
  }

  globals() {
    const timer = (/** @type {boolean} */ repeats) => (/** @type {any} */ call, /** @type {number} */ after, /** @type {any[]} */ ...args) => {
      const wait = Math.max(TURN, Number(after) || 0);
      return this.set(() => typeof call === "function" && call(...args), wait, repeats ? wait : 0);
    };
    const clear = (/** @type {any} */ id) => void this.timers.delete(id);
    const say = (/** @type {any[]} */ ...what) => (this.printed = `${this.printed}${what.join(" ")}\n`.slice(0, 2000));
    return {
      setTimeout: timer(false), setInterval: timer(true), clearTimeout: clear, clearInterval: clear,
      fetch: (/** @type {any} */ url) => this.fetch(url),
      render: (/** @type {any} */ what) => void this.rendered.push({ at: this.now, what }),
      console: { ...console, log: say, info: say, warn: say, error: say, debug: say },
      window: page,
      onunhandledrejection: (/** @type {PromiseRejectionEvent} */ event) => {
        event.preventDefault();
        this.raised(event.reason);
      },
    };
  }
}

/**
 * Play scene after scene, and stop at the first in which something is broken.
 * @param {string} source
 * @param {Scene[]} scenes
 * @param {(stage: Stage) => Iterable<string>} broken sentences; an empty one says that nothing is written yet
 * @returns {Promise<Found>}
 */
async function played(source, scenes, broken) {
  for (const [done, scene] of scenes.entries()) {
    const stage = new Stage(scene);
    await stage.play(source);
    const [sentence] = stage.trouble ? [stage.trouble] : broken(stage);
    const found = { case: sentence && scene.about, tally: `${done} of ${scenes.length} scenes`, printed: stage.printed };
    if (sentence !== undefined) return { passed: false, sentence, ...found };
  }
  return { passed: true, sentence: "", case: "", tally: `${scenes.length} of ${scenes.length} scenes`, printed: "" };
}
