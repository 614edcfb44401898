"""The custom elements of the views: one table, read by the hub, the exporter (by its path) and the build.

``static/elements.json`` names each element, the script that defines it, its style, the module and class it is made
of, and the class here that writes what it holds. A new element is a row of the table, its module, and that class.
"""

import json
from pathlib import Path

__all__ = ["ELEMENTS", "STATIC", "bundles", "styles"]

LATER = ("more.js", "room.js")  # what a page asks for when it is needed
STATIC = Path(__file__).parent / "static"
ELEMENTS: dict[str, dict[str, str]] = json.loads((STATIC / "elements.json").read_text("utf-8"))


def bundles() -> list[str]:
    """The scripts, each once: apart, so that a page loads what it shows, and what is asked for later."""
    return [*dict.fromkeys(row["bundle"] for row in ELEMENTS.values()), *LATER]


def styles() -> list[str]:
    """The styles, each once: that of the wire view, which all need, and what the others need besides."""
    return list(dict.fromkeys(row["style"] for row in ELEMENTS.values()))
