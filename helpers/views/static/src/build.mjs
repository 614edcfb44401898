// Writes the committed bundles: of the views the scripts and styles that ../elements.json names, and those that come later; of the
// pages page.js, home.js, search.js, terms.js, page.css and home.css; of live pages live-run.js and .css, live.js and .css, live-worker.js,
// live-sw.js and live-inside.js. With --check it writes nothing, and fails where a committed file is not what
// would be written.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = dirname(fileURLToPath(import.meta.url));
const folder = dirname(source);
const elements = Object.entries(JSON.parse(readFileSync(join(folder, "elements.json"), "utf8")));
const shared = { bundle: true, minify: true, write: false, charset: "utf8", logLevel: "warning" };

const bundles = [...new Set(elements.map(([, row]) => row.bundle))];

/** A script defines its elements; the first one also takes the kernels' lines to all of them. */
function entry(bundle) {
  const own = elements.filter(([, row]) => row.bundle === bundle);
  const lines = own.map(([, row]) => `import { ${row.class} } from "./${row.module}";`);
  const defined = own.map(([tag, row]) => `"${tag}": ${row.class}`).join(", ");
  const line = bundle === bundles[0] ? ['export { initialize } from "./hub.js";'] : [];
  return [...lines, 'import { define } from "./hub.js";', `define({ ${defined} });`, ...line].join("\n");
}

const script = (bundle) => ({
  ...shared, stdin: { contents: entry(bundle), resolveDir: source, sourcefile: `entry of ${bundle}` }, outfile: join(folder, bundle),
  format: "iife", target: "es2022", ...(bundle === bundles[0] && { globalName: "RealtimeWire" }),
});
const later = ["more", "room"].map((name) => ({
  ...shared, entryPoints: [join(source, `${name}.js`)], outfile: join(folder, `${name}.js`), format: "iife", target: "es2022",
  globalName: `realtimeWire_${name}`, footer: { js: `globalThis.realtimeWire_${name} = realtimeWire_${name};` },
}));
const target = ["chrome123", "firefox120", "safari17.5"];
const styles = [...new Set(elements.map(([, row]) => row.style))].map((name) => ({ ...shared, entryPoints: [join(source, name)], outfile: join(folder, name), target }));
const page = join(folder, "..", "..", "publishing", "static");
const ofPages = ["page.js", "home.js", "search.js", "terms.js", "page.css", "home.css"].map((name) => ({
  ...shared, entryPoints: [join(page, "src", name)], outfile: join(page, name), ...(name.endsWith(".css") ? { target } : { format: "iife", target: "es2022" }),
}));
const live = (name, entry, more = {}) => ({
  ...shared, entryPoints: [join(page, "src", "live", entry)], outfile: join(page, name), format: "iife", target: "es2022", ...more,
});
const ofLive = [
  live("live-run.js", "run.js"), live("live.js", "live.js", { globalName: "courseLive", footer: { js: "globalThis.courseLive = courseLive;" } }),
  live("live-worker.js", "worker.js", { format: "esm" }), live("live-sw.js", "sw.js"), live("live-inside.js", "inside.js"),
  ...["run.css", "live.css"].map((name) => live(name.replace("run", "live-run"), name, { format: undefined, target })),
];

const built = (await Promise.all([...bundles.map(script), ...later, ...styles, ...ofPages, ...ofLive].map(build))).flatMap((result) => result.outputFiles);
if (process.argv.includes("--check")) {
  const stale = built.filter((file) => !Buffer.from(file.contents).equals(readFileSync(file.path)));
  for (const file of stale) console.error(`${file.path} is not what its sources make: npm run build`);
  process.exitCode = stale.length ? 1 : 0;
} else for (const file of built) writeFileSync(file.path, file.contents);
