// What a wire view needs only when it is asked for: finding, saving, the sheet of keys. In JupyterLab it comes along.

export { helpSheet } from "./help.js";
export { ndjson, pcapng } from "./save.js";
export { Search } from "./search.js";
