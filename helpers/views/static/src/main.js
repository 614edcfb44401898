// The first bundle: the wire view, and the line to the kernels that all elements share.

import { WireView } from "./element.js";
import { connect, define } from "./hub.js";

/** In JupyterLab: anywidget calls this once a kernel. @param {{model: any}} context */
export function initialize({ model }) {
  return connect(model);
}

define({ "wire-view": WireView });
