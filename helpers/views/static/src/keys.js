// What the keys do while the focus is in a wire view; nothing of it reaches the notebook or the page.

/** @typedef {import("./wire.js").Wire} Wire */

const ANYWHERE = /** @type {Record<string, (wire: Wire) => void>} */ ({
  s: (wire) => wire.step(), p: (wire) => wire.play(), r: (wire) => wire.act("run"),
  j: (wire) => wire.move(1), k: (wire) => wire.move(-1), n: (wire) => wire.jump(1), N: (wire) => wire.jump(-1),
  h: (wire) => wire.inspector.copy("hex"), y: (wire) => wire.inspector.copy("python"), t: (wire) => wire.inspector.copy("text"),
  w: (wire) => wire.act("trace"), W: (wire) => wire.act("pcapng"), "?": (wire) => wire.act("help"),
  "/": (wire) => wire.toolbar.open(true), Escape: (wire) => close(wire),
});

const IN_DIAGRAM = /** @type {Record<string, (wire: Wire) => void>} */ ({
  Enter: (wire) => wire.step(), ArrowDown: (wire) => wire.move(1), ArrowUp: (wire) => wire.move(-1),
  Home: (wire) => wire.move(-Infinity), End: (wire) => wire.move(Infinity), PageDown: (wire) => wire.move(10), PageUp: (wire) => wire.move(-10),
  ArrowLeft: (wire) => wire.inspector.walk(-1), ArrowRight: (wire) => wire.inspector.walk(1),
});

/** @param {Wire} wire @param {KeyboardEvent} event */
export function onKey(wire, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  event.stopPropagation();
  if (target.closest("input, select, dialog")) {
    if (event.key === "Escape" && target.closest("input, select")) close(wire);
    return;
  }
  if (handled(wire, target, event.key)) event.preventDefault();
}

/** @param {Wire} wire @param {HTMLElement} target @param {string} key */
function handled(wire, target, key) {
  if (target === wire.diagram.root && IN_DIAGRAM[key]) return IN_DIAGRAM[key](wire), true;
  if (target === wire.inspector.tree.root) {
    const node = wire.inspector.tree.key(key);
    if (node !== undefined) return wire.inspector.select(node), true;
  }
  if (wire.inspector.key(target, key)) return true;
  return ANYWHERE[key] ? (ANYWHERE[key](wire), true) : false;
}

/** @param {Wire} wire */
function close(wire) {
  wire.toolbar.input.value = "";
  wire.toolbar.open(false);
  wire.find();
  wire.diagram.root.focus();
}
