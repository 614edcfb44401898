// What the keys do while the focus is in a wire view; nothing of it reaches the notebook or the page.

/** @typedef {import("./viewer.js").Viewer} Viewer */

const ANYWHERE = /** @type {Record<string, (viewer: Viewer) => void>} */ ({
  s: (viewer) => viewer.step(), p: (viewer) => viewer.play(), r: (viewer) => viewer.act("run"),
  j: (viewer) => viewer.move(1), k: (viewer) => viewer.move(-1), n: (viewer) => viewer.jump(1), N: (viewer) => viewer.jump(-1),
  h: (viewer) => viewer.inspector.copy("hex"), y: (viewer) => viewer.inspector.copy("python"), t: (viewer) => viewer.inspector.copy("text"),
  w: (viewer) => viewer.act("trace"), W: (viewer) => viewer.act("pcapng"), "?": (viewer) => viewer.act("help"),
  "/": (viewer) => viewer.openFinder(true), Escape: (viewer) => close(viewer),
});

const IN_DIAGRAM = /** @type {Record<string, (viewer: Viewer) => void>} */ ({
  Enter: (viewer) => viewer.step(), ArrowDown: (viewer) => viewer.move(1), ArrowUp: (viewer) => viewer.move(-1),
  Home: (viewer) => viewer.move(-Infinity), End: (viewer) => viewer.move(Infinity), PageDown: (viewer) => viewer.move(10), PageUp: (viewer) => viewer.move(-10),
  ArrowLeft: (viewer) => viewer.inspector.walk(-1), ArrowRight: (viewer) => viewer.inspector.walk(1),
});

/** @param {Viewer} viewer @param {KeyboardEvent} event */
export function onKey(viewer, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  event.stopPropagation();
  if (target.closest("input, select, dialog")) {
    if (event.key === "Escape" && target.closest("input, select")) close(viewer);
    return;
  }
  if (handled(viewer, target, event.key)) event.preventDefault();
}

/** @param {Viewer} viewer @param {HTMLElement} target @param {string} key */
function handled(viewer, target, key) {
  if (target === viewer.diagram.root && IN_DIAGRAM[key]) return IN_DIAGRAM[key](viewer), true;
  if (target === viewer.inspector.tree.root) {
    const node = viewer.inspector.tree.key(key);
    if (node !== undefined) return viewer.inspector.select(node), true;
  }
  if (viewer.inspector.key(target, key)) return true;
  return ANYWHERE[key] ? (ANYWHERE[key](viewer), true) : false;
}

/** @param {Viewer} viewer */
function close(viewer) {
  if (viewer.finder) viewer.openFinder(false).then(() => viewer.find());
  viewer.diagram.root.focus();
}
