"""Terminal text as HTML: the sixteen colours become classes, all other escapes go, machine paths are shortened.

Enters: text a cell printed. Leaves: escaped HTML. Never shows where on the publishing machine a file lies.
"""

import re
from pathlib import Path

from nbconvert.filters import ansi2html

__all__ = ["shorten", "terminal"]

_WIDE_COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:38|48)(?:;5;\d+|;2;\d+;\d+;\d+)m")
_RETURN = re.compile(r"^.*\r(?!\n|$)", re.MULTILINE)
_CELL_FILE = re.compile(r"\S*/ipykernel_\d+/\d+\.py")
_PACKAGE = re.compile(r"[^\s\"'(]*/(?:site-packages|lib/python3\.\d+)/")


def shorten(text: str, *, root: Path) -> str:
    """The text with paths relative to the course, and packages by their name alone."""
    for prefix in (str(root), _from_home(root)):
        text = text.replace(f"{prefix}/", "") if prefix else text
    return _PACKAGE.sub("", _CELL_FILE.sub("cell", text))


def _from_home(root: Path) -> str:
    try:
        return f"~/{root.relative_to(Path.home())}"
    except ValueError:
        return ""


def terminal(text: str, *, root: Path) -> str:
    """The HTML of a text for a terminal."""
    shown = _RETURN.sub("", _WIDE_COLOUR.sub("", text))
    html = ansi2html(shorten(shown, root=root))  # type: ignore[no-untyped-call]
    return str(html).rstrip("\n")
