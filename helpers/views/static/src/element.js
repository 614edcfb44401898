// <wire-view>: static rows until there is something to show them with: the page itself, or a kernel that knows the view.

import { keepKeys } from "./dom.js";
import { claim, onPage } from "./hub.js";
import { Wire } from "./wire.js";

/** @typedef {import("./hub.js").Link} Link */

export class WireView extends HTMLElement {
  /** @type {Wire | null} */
  wire = null;
  /** @type {Link | null} */
  link = null;

  connectedCallback() {
    if (this.wire) this.wire.diagram.list.paint();
    else if (onPage()) this.build();
    else claim(this);
  }

  /** The version of the trace that this element shows. */
  get version() {
    return this.wire ? this.wire.model.version : Number(this.dataset.version ?? 0);
  }

  /** Put the view in the place of the static rows. */
  build() {
    const script = this.querySelector('script[type="application/json"]');
    if (!script) return;
    const payload = JSON.parse(script.textContent ?? "");
    this.replaceChildren();
    keepKeys(this);
    this.wire = new Wire(this);
    this.wire.load(payload);
  }

  /** A message of the kernel that owns this view. @param {Link} link @param {any} message */
  receive(link, message) {
    if (!this.wire) this.build();
    if (!this.wire) return;
    this.link = link;
    this.wire.link = (action) => link({ kind: action, view: this.dataset.view });
    if (message.kind === "done") this.wire.done(message);
    else if (message.since > this.version) link({ kind: "open", view: this.dataset.view, version: this.version });
    else if (message.version >= this.version) this.wire.update(message);
  }

  /** The kernel is gone: what was seen stays, as a replay. @param {Link} link */
  lose(link) {
    if (this.link !== link || !this.wire) return;
    this.link = this.wire.link = null;
    this.wire.model.live = false;
    this.wire.busy = false;
    this.wire.stop();
    this.wire.toolbar.say("The kernel is gone. Run the cell again to step this wire; what was seen can be replayed.");
  }
}
