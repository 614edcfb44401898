// Runs a program in Pyodide: node run.mjs RUNTIME PROGRAM FOLDER, the last being where the program works.
// Bytecode is without columns: it is a fifth smaller, and a traceback in it has lines all the same.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, program, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${runtime}/`, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
python.mountNodeFS("/folder", folder);
python.FS.chdir("/folder");
python.runPython(readFileSync(program, "utf8"), { filename: program });
process.exit(0);
