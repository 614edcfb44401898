// The head of a wire view: what it is, and the buttons.

import { h, set } from "./dom.js";

/** @typedef {"step" | "previous" | "next" | "play" | "run" | "search" | "help" | "trace" | "pcapng"} Action */

export class Toolbar {
  idle = ""; // why there is nothing to step

  /** @param {(action: Action) => void} act */
  constructor(act) {
    const button = (/** @type {Action} */ action, /** @type {string} */ text, /** @type {string} */ title) =>
      h("button", { type: "button", title, "aria-label": title, onclick: () => act(action) }, text);
    this.title = h("strong");
    this.meta = h("span.meta");
    this.step = h("button.primary", { type: "button", onclick: () => act("step") }, "Step ▸");
    this.previous = button("previous", "◂", "Previous message (↑)");
    this.next = button("next", "▸", "Next message (↓)");
    this.play = button("play", "Play", "Play (p)");
    this.run = button("run", "Run", "Run: let everything pass (r)");
    this.find = button("search", "⌕", "Search (/)");
    const save = h("details.menu", null, h("summary", { "aria-label": "Save", title: "Save" }, "⤓"), h("div", null,
      h("button", { type: "button", onclick: () => act("trace") }, "Trace (.ndjson)"),
      h("button", { type: "button", onclick: () => act("pcapng") }, "For Wireshark (.pcapng)")));
    save.addEventListener("click", (event) => {
      if (event.target instanceof HTMLButtonElement) save.removeAttribute("open");
    });
    const tools = h("div.tools", { role: "toolbar", "aria-label": "Wire" }, this.previous, this.next,
      this.step, this.play, this.run, this.find, save, button("help", "?", "Keys (?)"));
    this.status = h("div.status", { role: "status" });
    this.left = h("p.left");
    this.root = h("div.bar", null, h("div.top", null, this.title, this.meta, tools), this.status, this.left);
  }

  /** Whether there is a message before and after the selected one. @param {boolean} before @param {boolean} after */
  around(before, after) {
    set(this.previous, { "aria-disabled": !before || null });
    set(this.next, { "aria-disabled": !after || null });
  }

  /** @param {{live: boolean, holding: boolean, held: number, playing: boolean, busy: boolean}} state */
  show({ live, holding, held, playing, busy }) {
    this.idle = !live || held || busy ? "" : holding ? "Nothing waits at the tap: nobody has sent anything more." : "Nothing waits at the tap: it lets everything pass. Press Hold to stop what comes.";
    const title = this.idle || (live ? "Let the next message go (s)" : "Replay: the next message (s)");
    set(this.step, { "aria-busy": busy || null, "aria-disabled": !!this.idle || null, title, "aria-label": this.idle ? `Step. ${this.idle}` : null });
    set(this.play, { "aria-disabled": (!!this.idle && !playing) || null });
    this.play.textContent = playing ? "Stop" : "Play";
    this.run.hidden = !live;
    this.run.textContent = holding ? "Run" : "Hold";
    const does = holding ? "Run: let everything pass (r)" : "Hold: stop everything at the tap (r)";
    set(this.run, { title: does, "aria-label": does });
  }

  /** A short word; of an error its first sentence, and the rest, which may name every tap of a lesson, on demand. @param {string} text @param {boolean} [error] */
  say(text, error = false) {
    const end = error ? text.indexOf(". ") + 1 : 0;
    const more = end ? h("details", null, h("summary", null, "More"), text.slice(end + 1)) : null;
    this.status.replaceChildren(end ? text.slice(0, end) : text, ...(more ? [more] : []));
    this.status.classList.toggle("rw-error", error);
  }
}
