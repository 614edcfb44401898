"""What every test in JupyterLab does: open a lesson, run all of it, find a thing in it, ask its kernel."""

import os
from pathlib import Path
from typing import Any

__all__ = [
    "ALL_RAN",
    "answer",
    "cell_of",
    "close",
    "evaluate",
    "in_sight",
    "look_through",
    "open_lesson",
    "problems",
    "reopen",
    "run",
    "run_all",
    "shot",
    "violations",
    "without_widgets",
]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("SCREENSHOTS", "")
APP = "window.jupyterapp"
ALL_RAN = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells]
  return cells.filter((cell) => cell.type === "code").every((cell) => cell.executionCount)
}"""
PROBLEMS = f"""() => [...{APP}.shell.currentWidget.content.model.cells].flatMap((cell) => {{
  const {{ outputs = [], metadata, source }} = cell.toJSON()
  if ((metadata.tags ?? []).includes("raises-exception")) return []
  const told = (text) => /^(The server '.*'|\\w+) raised /.test(text) // what a lesson breaks on purpose
  return outputs.filter((one) => one.output_type === "error" || (one.name === "stderr" && !told(one.text)))
    .map((one) => `${{one.ename ?? one.text}}: ${{one.evalue ?? ""}} in: ${{source}}`)
}})"""
EXECUTE = f"""async (code) => {{
  const kernel = {APP}.shell.currentWidget.sessionContext.session.kernel
  let text = ""
  const future = kernel.requestExecute({{ code, store_history: false }})
  future.onIOPub = ({{ content }}) => {{ text += content.text ?? content.evalue ?? "" }}
  await future.done
  return text.trim()
}}"""
# Down by so much, or to the top by 0; whether there is more below.
SCROLL = f"""(by) => {{
  const panel = {APP}.shell.currentWidget.node.querySelector(".jp-WindowedPanel-outer")
  panel.scrollTo(0, by && panel.scrollTop + by)
  return panel.scrollTop + panel.clientHeight < panel.scrollHeight - 1
}}"""
# Gives the path of what was closed.
CLOSE = f"""async () => {{
  const path = {APP}.shell.currentWidget.context.path
  await {APP}.commands.execute("docmanager:save")
  await {APP}.commands.execute("application:close")
  await {APP}.serviceManager.sessions.shutdownAll()
  return path
}}"""
WITHOUT_KERNEL = f"""async (path) => {{
  const kernelPreference = {{ shouldStart: false, canStart: false, autoStartDefault: false }}
  await {APP}.commands.execute("docmanager:open", {{ path, kernelPreference }})
}}"""


def open_lesson(page: Any, path: str) -> None:
    """Open a notebook of the learner's copy in a Lab that is there already, and wait for its kernel."""
    page.evaluate(f"(path) => void {APP}.commands.execute('docmanager:open', {{ path }})", path)
    page.wait_for_function(
        f"(path) => {APP}.shell.currentWidget?.context?.path === path"
        f" && {APP}.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
        arg=path,
        timeout=60_000,
    )


def run_all(page: Any) -> None:
    """Run every cell, and wait until the last has run."""
    page.evaluate(f"void {APP}.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(ALL_RAN, timeout=60_000)


def problems(page: Any) -> list[str]:
    """Errors and warnings in the outputs, but for those of cells that must fail."""
    found: list[str] = page.evaluate(PROBLEMS)
    return found


def in_sight(page: Any, what: str, text: str) -> Any:
    """The first element ``what`` that says ``text``: JupyterLab renders cells as they come near."""
    found = page.locator(what, has_text=text).first
    page.evaluate(SCROLL, 0)
    while not found.count() and page.evaluate(SCROLL, 500):
        page.wait_for_timeout(50)
    found.scroll_into_view_if_needed()
    return found


def look_through(page: Any) -> None:
    """Scroll from the top to the end, so that every view has been in sight."""
    page.evaluate(SCROLL, 0)
    while page.evaluate(SCROLL, 1000):
        page.wait_for_timeout(100)


def evaluate(page: Any, code: str) -> str:
    """What the lesson's kernel prints for ``code``."""
    said: str = page.evaluate(EXECUTE, code)
    return said


def cell_of(page: Any, text: str, *, above: int = 0) -> Any:
    """The first code cell that says ``text``, or one ``above`` it: the same cell when what it says has changed."""
    place = int(in_sight(page, ".jp-CodeCell", text).get_attribute("data-windowed-list-index")) - above
    return page.locator(f'.jp-Cell[data-windowed-list-index="{place}"]')


def run(page: Any, cell: Any, text: str = "") -> None:
    """Run a cell, with another text if one is given, as a learner does: a click, the text, Ctrl and Enter."""
    cell.locator(".cm-content").click()
    if text:
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def answer(page: Any, name: str, text: str) -> Any:
    """Type an answer into the cell of an exercise, run it and the check below it, and give the card."""
    line = f'await check("{name}"'
    run(page, cell_of(page, line, above=1), text)
    check = cell_of(page, line)
    run(page, check)
    return check.locator(".verdict")


def close(page: Any) -> None:
    """Save and close the notebook that is open, and end its kernel."""
    page.evaluate(CLOSE)


def reopen(page: Any) -> None:
    """As the day after: the notebook as it was saved, without a kernel."""
    page.evaluate(WITHOUT_KERNEL, page.evaluate(CLOSE))
    page.get_by_text("No Kernel").first.wait_for(timeout=30_000)


def without_widgets(page: Any) -> list[str]:
    """What JupyterLab says where a widget is missing, as far as it says so here."""
    text = page.locator(".jp-Notebook").inner_text()
    return [words for words in ("Error displaying widget", "Loading widget") if words in text]


def violations(page: Any, what: str) -> list[Any]:
    """What axe finds in the elements ``what`` that are in the notebook now, in the dark theme and in the light."""
    found = []
    page.evaluate(AXE.read_text("utf-8"))
    for name in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(f"(theme) => {APP}.commands.execute('apputils:change-theme', {{ theme }})", name)
        light = "true" if "Light" in name else "false"
        page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
        found += page.evaluate(
            """(what) => axe.run(what, { preload: false }).then(({ violations }) =>
            violations.map((one) => [one.id, one.nodes[0].html, one.nodes[0].failureSummary]))""",
            what,
        )
    return found


def shot(page: Any, name: str) -> None:
    """Look at it: ``SCREENSHOTS=docs/screenshots pytest …`` keeps the pictures."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")
