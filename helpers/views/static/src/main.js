// The bundle: the course's custom elements, defined by a page or by JupyterLab.

import { WireView } from "./element.js";
import { FrameBox } from "./framebox.js";
import { connect, setPage } from "./hub.js";
import { TimeLine } from "./timeline.js";
import { CoursePlot } from "./plot.js";

const ELEMENTS = /** @type {Record<string, CustomElementConstructor>} */ ({ "wire-view": WireView, "frame-box": FrameBox, "course-plot": CoursePlot, "time-line": TimeLine });

function define() {
  for (const [tag, element] of Object.entries(ELEMENTS)) if (!customElements.get(tag)) customElements.define(tag, element);
}

/** On a published page: every element replays what it holds. */
export function definePage() {
  setPage();
  define();
}

/** In JupyterLab: anywidget calls this once a kernel. @param {{model: any}} context */
export function initialize({ model }) {
  define();
  return connect(model);
}

if (document.currentScript) definePage(); // a classic script of a page; in JupyterLab this is a module
