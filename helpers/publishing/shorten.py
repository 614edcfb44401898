"""Text without the paths of the machine that publishes it.

Enters: what a cell printed or raised. Leaves: the same, which never shows where on that machine a file lies.
"""

import re
import tempfile
from pathlib import Path

__all__ = ["shorten"]

_CELL_FILE = re.compile(r"\S*/ipykernel_\d+/\d+\.py")
_PACKAGE = re.compile(r"[^\s\"'(]*/(?:site-packages|lib/python3\.\d+)/")
_TEMPORARY = re.compile(rf"{re.escape(tempfile.gettempdir())}/tmp\w{{8}}/")


def shorten(text: str, *, root: Path) -> str:
    """The text with paths relative to the course, and packages by their name alone."""
    for prefix in (str(root), _from_home(root)):
        text = text.replace(f"{prefix}/", "") if prefix else text
    return _TEMPORARY.sub("", _PACKAGE.sub("", _CELL_FILE.sub("cell", text)))


def _from_home(root: Path) -> str:
    try:
        return f"~/{root.relative_to(Path.home())}"
    except ValueError:
        return ""
