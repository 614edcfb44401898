"""A lesson in a tab without a browser: Pyodide in Node, with the very files that a live site has."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.checks.catalogue import EXERCISES
from helpers.checks.judges.in_browser import InBrowser
from helpers.publishing.live.in_node import ONE_COMPILER
from helpers.publishing.source.parts import cells, exercises

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
NODE = shutil.which("node")
PATIENCE = 400  # s for a lesson, on a busy machine
JUDGED = """
from helpers.checks.catalogue import find
from helpers.checks.engine.exercise import examine

verdict = await examine(find("{name}"), {name}, limit=60)
assert verdict.passed, verdict.finding.sentence
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is run, and whether it must fail."""

    source: str
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Came:
    """What a cell came to: its messages to the page."""

    cell: Cell
    said: list[dict[str, Any]]

    @property
    def wrong(self) -> str:
        """How it ended otherwise than it should, or nothing."""
        errors = [one for one in self.said if one["kind"] == "error"]
        if bool(errors) == self.cell.fails:
            return ""
        shown = "\n".join(errors[0]["lines"][-8:]) if errors else "no error"
        return f"{self.cell.source}\n→ {shown}"


def code_cells(notebook: Any, *, installed: bool = False) -> list[Any]:
    """The code cells that a tab runs; or, ``installed``, the others."""
    nodes = [node for node in notebook.cells if node.cell_type == "code"]
    return [node for node in nodes if ("install" in node.metadata.get("tags", [])) is installed]


def lesson_cells(notebook: Any) -> list[Cell]:
    """Every cell that a tab runs."""
    cells = code_cells(notebook)
    return [Cell(cell.source, "raises-exception" in cell.metadata.get("tags", [])) for cell in cells]


def solution_cells(notebook: Path) -> list[Cell]:
    """The solution of each exercise whose check runs in a tab, and its check; the page's own are a browser's."""
    text = (ROOT / "lessons" / f"{notebook.stem}.md").read_text("utf-8")
    checks = [cell.source for cell in cells(text) if "check" in cell.tags and "install" not in cell.tags]
    in_page = {one.name for one in EXERCISES if isinstance(one.judge.read(), InBrowser)}
    return [
        Cell(part.solution + JUDGED.format(name=part.name))
        for part in exercises(text)
        if part.name not in in_page and any(f'"{part.name}"' in check for check in checks)
    ]


def run(live: Path, notebook: Path, job: Sequence[Cell]) -> list[Came]:
    """Run cells one after the other in a fresh tab that has loaded what the page of the lesson loads."""
    lessons = json.loads((live / "lock.json").read_text("utf-8"))["lessons"]
    order = notebook.stem.partition("-")[0].upper()
    page = next(page for page, row in lessons.items() if row["order"] == order)
    text = {"name": notebook.name, "text": notebook.read_text("utf-8")}
    asked = json.dumps({"page": page, "notebook": text, "cells": [cell.source for cell in job]})
    command = [str(NODE), ONE_COMPILER, str(Path(__file__).parent / "tab.mjs"), str(live)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=PATIENCE, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    assert len(lines) == len(job), done.stdout[-2000:] + done.stderr[-2000:]
    return [Came(cell, said) for cell, said in zip(job, lines, strict=True)]
