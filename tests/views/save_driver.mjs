// Saves a trace of many short connections, as the wire view's menu does, and writes the capture to the standard output.
import { pcapng } from "../../helpers/views/static/src/save.js";

const count = Number(process.argv[2]);
const records = Array.from({ length: count }, (_, connection) => ({ raw: [0, connection, 0, 0, 1], tables: {}, zero: 0 }));
const stream = () => ({ slice: () => ({ known: new TextEncoder().encode("x") }) });
const capture = pcapng(/** @type {any} */ ({ records, stream }));
process.stdout.write(Buffer.from(await capture.arrayBuffer()));
