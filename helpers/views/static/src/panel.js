// <live-panel>: a still of the kernel's knobs. In JupyterLab the widgets themselves take its place while the kernel that
// has them lives; without one, and on a page, the still stays.

import { keepKeys } from "./dom.js";
import { claim, managerOf } from "./hub.js";

/** @typedef {import("./hub.js").Link} Link */

export class LivePanel extends HTMLElement {
  version = 0;
  name = "";
  /** @type {Link | null} the kernel whose widgets are shown */
  link = null;
  /** @type {any} the widgets' view */
  shown = null;
  /** @type {ChildNode[] | null} */
  still = null;

  connectedCallback() {
    if (!this.still) {
      this.still = [...this.childNodes];
      this.name = this.querySelector("b")?.textContent ?? "";
      keepKeys(this);
    }
    claim(this);
  }

  /** JupyterLab takes outputs out of the page as they leave sight. */
  disconnectedCallback() {
    this.rest();
  }

  /** The kernel has these widgets. @param {Link} link @param {any} message */
  async receive(link, message) {
    const manager = managerOf(link);
    if (message.kind !== "offered" || this.link || !manager) return; // a page has nothing to show widgets with
    this.link = link;
    try {
      const model = await manager.get_model(this.dataset.view);
      model.once("destroy", () => this.lose(link)); // the cell was run again, and another panel has its place
      const view = await manager.create_view(model);
      if (this.link === link && this.isConnected) await this.put(view);
      else view.remove();
    } catch (error) {
      console.warn("no widgets, the still stays", error);
      this.link = null;
    }
  }

  /** The kernel is gone. @param {Link} link */
  lose(link) {
    if (link === this.link) this.rest();
  }

  /** @param {any} view */
  async put(view) {
    this.shown = view;
    this.replaceChildren();
    view.luminoWidget.constructor.attach(view.luminoWidget, this); // Lumino tells them that they are shown
    await Promise.all(view.children_views.views);
    for (const line of this.querySelectorAll(".rw-said")) line.setAttribute("role", "status");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", this.name);
  }

  /** Show the still again. */
  rest() {
    const { shown, still } = this;
    this.link = this.shown = null;
    if (!shown || !still) return;
    shown.remove();
    this.replaceChildren(...still);
  }
}
