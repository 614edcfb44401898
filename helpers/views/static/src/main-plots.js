// The bundle of what draws numbers and spans of time; a page without one does not load it.

import { define } from "./hub.js";
import { CoursePlot } from "./plot.js";
import { TimeLine } from "./timeline.js";

define({ "course-plot": CoursePlot, "time-line": TimeLine });
