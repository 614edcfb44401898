"""The two forms of a lesson, and the one text that both of them say.

Enters: a lesson's Markdown, or its notebook. Leaves: the other form, byte for byte the same on every machine: no
outputs, no counts, ids derived from place and source. Never writes a file.
"""

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from helpers.publishing.errors import CourseError
from helpers.publishing.source.lean import lean
from helpers.publishing.source.nodes import NotebookNode, node

__all__ = ["clean", "lesson_text", "read_markdown"]

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# What a run would leave there, without the version: `nbconvert --to script` asks it for the script's suffix.
LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


@cache
def _jupytext() -> Any:
    with lean():
        import jupytext
        import jupytext.config
    return jupytext


@lru_cache(maxsize=8)
def _config(root: Path) -> Any:
    """The course's jupytext settings; a folder without pyproject.toml gets this package's."""
    here = Path(__file__).parents[3]
    for folder in (root, here):
        if (folder / "pyproject.toml").is_file():
            return _jupytext().config.load_jupytext_configuration_file(str(folder / "pyproject.toml"))
    raise CourseError("pyproject.toml", "not found", remedy="run the command inside the course's folder")


def _cell_id(position: int, cell: NotebookNode) -> str:
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()
    return f"{position:03d}-{digest[:8]}"


def clean(notebook: NotebookNode) -> NotebookNode:
    """Strip a notebook, in place, of all that a run or an editor leaves behind."""
    kept = {"course": notebook.metadata.get("course")}
    kept |= {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}
    notebook.metadata = node({key: value for key, value in kept.items() if value})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = node({"tags": list(tags)} if tags else {})
        cell["id"] = _cell_id(position, cell)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def read_markdown(text: str, *, root: Path) -> NotebookNode:
    """The clean notebook of a lesson's Markdown."""
    return clean(_jupytext().reads(text, fmt="md", config=_config(root)))


def lesson_text(notebook: NotebookNode, *, root: Path) -> str:
    """A notebook's Markdown."""
    return str(_jupytext().writes(clean(notebook), fmt="md", config=_config(root)))
