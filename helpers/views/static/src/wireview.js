// <wire-view>: static rows until there is something to show them with: the page itself, or a kernel that knows the view.

import { keepKeys } from "./dom.js";
import { claim, onPage } from "./hub.js";
import { Viewer } from "./viewer.js";

/** @typedef {import("./hub.js").Link} Link */

export class WireView extends HTMLElement {
  /** @type {Viewer | null} */
  viewer = null;
  /** @type {Link | null} */
  link = null;

  connectedCallback() {
    if (this.viewer) this.viewer.diagram.list.paint();
    else {
      if (onPage()) this.build();
      claim(this); // a page that runs the lesson has a session, too
    }
  }

  /** The version of the trace that this element shows. */
  get version() {
    return this.viewer ? this.viewer.model.version : Number(this.dataset.version ?? 0);
  }

  /** Put the view in the place of the static rows. */
  build() {
    const script = this.querySelector('script[type="application/json"]');
    if (!script) return;
    const payload = JSON.parse(script.textContent ?? "");
    this.replaceChildren();
    keepKeys(this);
    this.viewer = new Viewer(this);
    this.viewer.load(payload);
  }

  /** A message of the kernel that owns this view. @param {Link} link @param {any} message */
  receive(link, message) {
    if (!this.viewer) this.build();
    if (!this.viewer) return;
    this.link = link;
    this.viewer.link = (asked) => link({ ...asked, view: this.dataset.view });
    if (message.kind === "done") this.viewer.done(message);
    else if (message.kind === "explained") this.viewer.explained(message);
    else if (message.since > this.version) link({ kind: "open", view: this.dataset.view, version: this.version });
    else if (message.version >= this.version) this.viewer.update(message);
  }

  /** The kernel is gone: what was seen stays, as a replay. @param {Link} link */
  lose(link) {
    if (this.link !== link || !this.viewer) return;
    this.link = this.viewer.link = null;
    this.viewer.model.live = false;
    this.viewer.busy = false;
    this.viewer.stop();
    this.viewer.toolbar.say("The kernel is gone. Run the cell again to step this wire; what was seen can be replayed.");
  }
}
