"""The text of a lesson's file, for what is made before (or without) execution: links, tables and the search index.

Enters: a lesson's Markdown or notebook. Leaves: the text of its prose, with or without its code.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from helpers.publishing.source.files import read_json, read_text
from helpers.publishing.source.scan import Place, scan

__all__ = ["everything_of", "exercises_of", "prose_of"]

_CHECK = re.compile(r"^await check\([\"'](\w+)", re.MULTILINE)
CODE = (Place.CODE, Place.FENCE)


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


def _fenced(code: str) -> str:
    return f"~~~~~~text\n{code}\n~~~~~~"


def _pieces(text: str) -> Iterator[str]:
    """The prose of some Markdown, each fence and code cell as a fence of plain text."""
    for coded, lines in groupby(scan(text), key=lambda line: line.place in CODE):
        texts = [line.text for line in lines if line.place in CODE or line.place is Place.PROSE]
        yield _fenced("\n".join(texts)) if coded else "\n".join(texts)


def everything_of(path: Path) -> tuple[str, ...]:
    """Prose and code of a lesson in order, as Markdown; code is plain text, which no markup cuts."""
    if path.suffix != ".ipynb":
        return ("\n".join(_pieces(read_text(path))),)
    cells = (("".join(cell["source"]), cell["cell_type"]) for cell in read_json(path)["cells"])
    return tuple(
        "\n".join(_pieces(source)) if kind == "markdown" else _fenced(source) for source, kind in cells
    )


def exercises_of(path: Path) -> list[str]:
    """The names of a lesson's exercises, as its check cells call them."""
    return list(dict.fromkeys(_CHECK.findall("\n".join(everything_of(path)))))
