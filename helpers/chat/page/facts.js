/** Counts what a browser lets a page run while it is seen, and while it is hidden. */

const body = /** @type {HTMLElement} */ (document.getElementById("facts"));
/** @typedef {{state: string, seconds: number, frames: number, ticks: number, chain: number}} Count */

/** @returns {Count} */
const fresh = () => ({ state: document.visibilityState, seconds: 0, frames: 0, ticks: 0, chain: 0 });

/** @type {Count[]} */
const counts = [];
let count = fresh();
let since = performance.now();

document.addEventListener("visibilitychange", () => {
  close();
  count = fresh();
  since = performance.now();
});

requestAnimationFrame(function frame() {
  count.frames += 1;
  requestAnimationFrame(frame);
});
setInterval(() => (count.ticks += 1), 100);
setTimeout(function link() {
  count.chain += 1;
  setTimeout(link, 100);
}, 100);
setInterval(show, 1000);

function close() {
  count.seconds = (performance.now() - since) / 1000;
  if (count.seconds > 0.5) counts.push(count);
  show();
}

function show() {
  const open = { ...count, seconds: (performance.now() - since) / 1000 };
  body.replaceChildren(...[...counts.slice(-8), open].map(row));
}

/** @param {Count} one */
function row(one) {
  const line = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = one.state;
  line.append(head);
  const perSecond = [one.frames, one.ticks, one.chain].map((n) => (n / Math.max(one.seconds, 0.001)).toFixed(1));
  for (const text of [`${one.seconds.toFixed(0)} s`, ...perSecond]) {
    const cell = document.createElement("td");
    cell.textContent = text;
    line.append(cell);
  }
  return line;
}

Object.assign(globalThis, { facts: () => [...counts, { ...count, seconds: (performance.now() - since) / 1000 }] });
