"""What is solved and what is left, exercise by exercise, each with a link to its place in the lessons.

Enters: the catalogue, the progress file, the notebooks of a folder. Leaves: Markdown, whose links lead from one
notebook to the other in JupyterLab, and from page to page where the course is published.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from helpers.checks.engine.progress_card import Progress, progress

__all__ = ["Left", "left"]

_SIGNS = {"passed": "✓", "begun": "…", "open": "·"}


@dataclass(frozen=True, slots=True)
class Left:
    """Progress with links; ``places`` has an address for each exercise that was found."""

    progress: Progress
    places: dict[str, str]

    def _repr_markdown_(self) -> str:
        parts = [self.progress.message] if self.progress.message else []
        for title, lines in self.progress.sections:
            parts.append(f"**{title}**\n")
            for line in lines:
                name = f"{line.exercise.lesson} {line.exercise.title}"
                place = self.places.get(line.exercise.name)
                link = f"[{name}]({place})" if place else name
                parts.append(f"- {_SIGNS[line.state]} {link}, {line.state}")
            parts.append("")
        return "\n".join(parts)

    def __repr__(self) -> str:
        return repr(self.progress)


def left(folder: Path | None = None) -> Left:
    """Every exercise; ``folder`` holds the notebooks, by default the one that this runs in."""
    found = progress()
    names = {line.exercise.name for _, lines in found.sections for line in lines}
    places: dict[str, str] = {}
    for notebook in sorted((folder or Path.cwd()).glob("[0-9]*.ipynb")):
        places |= _places(notebook, names)
    return Left(found, places)


def _places(notebook: Path, names: set[str]) -> dict[str, str]:
    """Under which heading each exercise is checked; a notebook that cannot be read has none."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found, heading = {}, ""
    for cell in cells:
        source = "".join(cell.get("source", ""))
        if cell.get("cell_type") == "markdown":
            heads = [line.lstrip("#").strip() for line in source.splitlines() if line.startswith("#")]
            heading = heads[-1] if heads else heading
            continue
        for name in names:
            if f'check("{name}"' in source:
                found[name] = f"{notebook.name}#{quote(heading.replace(' ', '-'), safe=':,-')}"
    return found
