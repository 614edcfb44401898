"""The three calls of nbformat that the publisher needs, with types.

Enters: JSON text or plain data. Leaves: notebook nodes of format 4.5, or their text as JupyterLab writes it.
"""

from typing import Any

import nbformat
from nbformat import NotebookNode

__all__ = ["NotebookNode", "node", "read_notebook", "write_notebook"]


def node(values: Any) -> NotebookNode:
    """Plain data as notebook nodes, copied."""
    return nbformat.from_dict(values)  # type: ignore[no-untyped-call,no-any-return]


def read_notebook(text: str) -> NotebookNode:
    """The notebook in a JSON text."""
    return nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call,no-any-return]


def write_notebook(notebook: NotebookNode) -> str:
    """A notebook's file text."""
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]
