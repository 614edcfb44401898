"""What the views' table of elements says to a page: which pieces of output need which script.

Read by its path, as all of the views: publishing imports no other station.
"""

import json
from pathlib import Path

__all__ = ["DRAWN", "NEEDS", "ON_DEMAND", "SCRIPTS", "STYLES", "TAGS", "VIEWS"]

VIEWS = Path(__file__).parents[2] / "views" / "static"
BASE = "wire.css"  # what the elements share
DRAWN = "plots.css"  # a drawing without its style is black, so a page with one does not wait until it is near
# Beside the views' scripts, which ask for them: when somebody searches or saves, and where a protocol counts room.
ON_DEMAND = ("more.js", "room.js")

_ELEMENTS: dict[str, dict[str, str]] = json.loads((VIEWS / "elements.json").read_text("utf-8"))
TAGS = tuple(_ELEMENTS)
STYLES = tuple(dict.fromkeys((BASE, *(row["style"] for row in _ELEMENTS.values()))))
SCRIPTS = tuple(dict.fromkeys(row["bundle"] for row in _ELEMENTS.values()))
# What a piece of output is recognised by, and the assets that a page with it loads.
NEEDS = {f"<{tag}": (BASE, row["style"], row["bundle"]) for tag, row in _ELEMENTS.items()}
