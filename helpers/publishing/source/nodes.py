"""The three calls of nbformat that the publisher needs; the first of them imports it.

Enters: JSON text or plain data. Leaves: notebook nodes of format 4.5, or their text as JupyterLab writes it.
"""

from functools import cache
from typing import Any

from helpers.publishing.source.lean import lean

__all__ = ["NotebookNode", "node", "read_notebook", "write_notebook"]

NotebookNode = Any  # nbformat's own, which is not imported for its name alone


@cache
def _nbformat() -> Any:
    with lean():
        import nbformat
    return nbformat


def node(values: Any) -> NotebookNode:
    """Plain data as notebook nodes, copied."""
    return _nbformat().from_dict(values)


def read_notebook(text: str) -> NotebookNode:
    """The notebook in a JSON text."""
    return _nbformat().reads(text, as_version=4)


def write_notebook(notebook: NotebookNode) -> str:
    """A notebook's file text."""
    return str(_nbformat().writes(notebook)) + "\n"
