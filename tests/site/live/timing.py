"""How long a live lesson takes a reader: from the press of Run this lesson, and from clicks on Step."""

__all__ = ["run_all", "steps"]

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
