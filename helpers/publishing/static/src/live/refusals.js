// Why this page cannot run Python here, in a sentence, with what would help.

/** Nothing where it can. @returns {string} */
export function refusal() {
  if (location.protocol === "file:") {
    return "A page that was opened as a file may not start Python: browsers keep it from its own folder. Serve the folder, with python -m http.server, and open http://localhost:8000/ in this browser.";
  }
  if (typeof WebAssembly !== "object") return "This browser has no WebAssembly, or has it switched off, and Python in a tab needs it. Everything here can be read; to run it, install the course.";
  if (typeof Worker !== "function") return "This browser starts no workers, and Python needs one. Everything here can be read; to run it, install the course.";
  return "";
}

/** What became of a start. @param {string} why @param {number} got @param {number} size */
export function unstarted(why, got, size) {
  const came = size ? ` after ${megabytes(got)} of ${megabytes(size)}` : "";
  const kept = size && got ? " What came is kept." : "";
  if (!navigator.onLine) return `This device is offline: loading stopped${came}.${kept} Press again when the network is back.`;
  if (/fetch|network|load|bytes|Importing|\b[45]\d\d$/i.test(why)) return `The network was lost${came}.${kept} Press again to go on.`;
  return `Python did not start (${why}). Press again, or read on: nothing here depends on it.`;
}

/** What became of a session that ended by itself. @param {string} why */
export function ended(why) {
  if (/memory|allocation/i.test(why)) return "Python ran out of this tab's memory and ended. Press Run: it starts again, and the lesson from its first cell.";
  if (/stack|recursion/i.test(why)) return "Python went deeper than this browser's stack and ended. Press Run: it starts again, and the lesson from its first cell.";
  return `Python ended (${why}). Press Run: it starts again, and the lesson from its first cell.`;
}

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
