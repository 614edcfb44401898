"""Terminal text as HTML: the sixteen colours become classes, all other escapes go, paths are shortened.

Enters: text a cell printed. Leaves: escaped HTML.
"""

import re
from pathlib import Path

from nbconvert.filters import ansi2html

from helpers.publishing.shorten import shorten

__all__ = ["terminal"]

_WIDE_COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:38|48)(?:;5;\d+|;2;\d+;\d+;\d+)m")
_RETURN = re.compile(r"^.*\r(?!\n|$)", re.MULTILINE)


def terminal(text: str, *, root: Path) -> str:
    """The HTML of a text for a terminal."""
    shown = _RETURN.sub("", _WIDE_COLOUR.sub("", text))
    html = ansi2html(shorten(shown, root=root))  # type: ignore[no-untyped-call]
    return str(html).rstrip("\n")
