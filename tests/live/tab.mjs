// Pyodide in Node with what the page of a lesson loads: reads a job from stdin, runs its cells in the session of a tab,
// and says what came of each, a line of JSON a cell.
//
//   node tab.mjs LIVE < {"page": "…", "notebook": {"name": "4a-….ipynb", "text": "…"}, "cells": ["…"]}

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const live = process.argv[2] + "/";
const { page, notebook, cells } = JSON.parse(readFileSync(0, "utf8"));
const lock = JSON.parse(readFileSync(live + "lock.json", "utf8"));
const HOME = "/home/pyodide/";
const BEGIN = `
import sys
from helpers.kernel.tab import Rest, Session

sys.meta_path.append(Rest(rest, bring))
session = Session(post)
session.begin()

from helpers.net.browser import install

install()
session
`;

const { loadPyodide } = await import(pathToFileURL(live + "runtime/pyodide.mjs").href);
const { wheels, late } = lock.lessons[page];
const python = await loadPyodide({
  indexURL: live + "runtime/",
  stdLibURL: live + "runtime/python_quick.zip",
  lockFileContents: lock,
  packageBaseUrl: live,
  packages: [...wheels, ...late],
  env: { HOME, REALTIME_PROGRESS_DIR: HOME + "progress/" },
  enableRunUntilComplete: false,
});
python.FS.mkdirTree(HOME + "progress/");
python.FS.writeFile(HOME + notebook.name, notebook.text);

/** @type {any[]} */
let said = [];
/** Python's library, whole: no lesson may need it, since a page would wait for it. */
const bring = (/** @type {string} */ place, /** @type {string} */ name) => {
  python.FS.writeFile(place, readFileSync(live + "runtime/python_stdlib.zip"));
  said.push({ kind: "error", name: "", value: "", lines: [`asked for the rest of Python's library: name ${name} in bytecode.py`] });
};
python.globals.set("rest", python.toPy(lock.rest));
python.globals.set("bring", bring);
python.globals.set("post", (/** @type {string} */ text) => void said.push(JSON.parse(text)));
const session = await python.runPythonAsync(BEGIN);
for (const [number, source] of cells.entries()) {
  said = [];
  await session.run(number, source);
  console.log(JSON.stringify(said));
}
process.exit(0);
