"""How long a live lesson takes a reader, from the press of Run this lesson and from clicks on Step; Pyodide alone."""

from urllib.parse import urljoin

__all__ = ["pyodide_alone", "run_all", "steps"]

ALONE = """(base) => new Promise((found) => {
  const code = `
    import { loadPyodide } from "${base}runtime/pyodide.mjs";
    const { info } = await (await fetch("${base}lock.json")).json();
    await loadPyodide({ indexURL: "${base}runtime/", lockFileContents: { info, packages: {} } });
    postMessage("started");`;
  const began = performance.now();
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
  worker.onmessage = () => found((performance.now() - began) / 1000);
})"""

ALL_RAN = """() => new Promise((found) => {
  const began = performance.now(), times = [];
  const say = () => {
    const now = (performance.now() - began) / 1000;
    if (!times.length && document.querySelector('.cell[data-state=ran]')) times.push(now);
    if (document.querySelector('.dock > span')?.textContent === 'Done.') found([...times, now]);
    else requestAnimationFrame(say);
  };
  document.querySelector('.live-line .run').click();
  say();
})"""


def pyodide_alone(tab):
    """The seconds until Pyodide has started in a worker, as npm has it and with nothing else."""
    return tab.page.evaluate(ALONE, urljoin(tab.page.url, "live/"))


def run_all(tab):
    """Run the whole lesson; the seconds until its first cell has run, and until the last one has."""
    first, whole = tab.page.evaluate(ALL_RAN)
    return first, whole


def steps(tab, text, count):
    """The milliseconds of clicks on Step, sorted; the cell, whose wire has three messages, is run anew after them."""
    cell, taken = tab.cell(text), []
    while len(taken) < count:
        assert tab.run(cell) == "ran"
        cell.locator(".rw-meta", has_text="1 held at the tap").first.wait_for()
        taken += [tab.step(cell) for _ in range(3)]
    return sorted(taken[:count])
