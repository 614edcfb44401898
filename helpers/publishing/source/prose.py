"""The prose of a lesson's file, for what is made before (or without) execution: links and the search index.

Enters: a lesson's Markdown or notebook. Leaves: the text of its prose, code left out.
"""

from functools import lru_cache
from pathlib import Path

from helpers.publishing.source.files import read_json, read_text
from helpers.publishing.source.scan import Place, scan

__all__ = ["prose_of"]


def _from_markdown(text: str) -> str:
    """The lines of prose; a blank one stands for each fence and cell."""
    return "\n".join(line.text if line.place is Place.PROSE else "" for line in scan(text))


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> tuple[str, ...]:
    if path.suffix != ".ipynb":
        return (_from_markdown(read_text(path)),)
    cells = read_json(path)["cells"]
    return tuple("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def prose_of(path: Path) -> tuple[str, ...]:
    """The prose of a lesson, cell by cell for a notebook, in one piece for Markdown."""
    return _read(path, path.stat().st_mtime_ns)
