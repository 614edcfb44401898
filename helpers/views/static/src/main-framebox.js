// The bundle of the frame box; a page without one does not load it.

import { FrameBox } from "./framebox.js";
import { define } from "./hub.js";

define({ "frame-box": FrameBox });
