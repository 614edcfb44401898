// What a wire view needs only when it is asked for: finding, copying, saving, the sheet of keys. In JupyterLab it comes along.

export { copy, download, written } from "./copy.js";
export { Finder } from "./find.js";
export { helpSheet } from "./help.js";
export { ndjson, pcapng } from "./save.js";
