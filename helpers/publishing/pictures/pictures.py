"""Every picture of a course: what its description makes.

Enters: the course's folder, `lessons/images/*.picture`. Leaves: the paths and texts of SVG files. A new kind is a
file with a function of a description, and a line in `KINDS`.
"""

from collections.abc import Callable
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.pictures.boxes import boxes
from helpers.publishing.pictures.cells import cells
from helpers.publishing.pictures.described import Described, described
from helpers.publishing.pictures.sequence import sequence
from helpers.publishing.pictures.sheet import Drawing, svg
from helpers.publishing.pictures.tracks import tracks
from helpers.publishing.source.files import read_text

__all__ = ["picture", "pictures"]

KINDS: dict[str, Callable[[Described], Drawing]] = {
    "sequence": sequence,
    "boxes": boxes,
    "cells": cells,
    "tracks": tracks,
}


def picture(name: str, text: str) -> str:
    """The SVG that a description makes."""
    one = described(name, text)
    if one.kind not in KINDS:
        kinds = ", ".join(KINDS)
        raise CourseError(name, f"unknown kind of picture {one.kind!r}", line=1, remedy=f"use one of {kinds}")
    return svg(KINDS[one.kind](one), one.title)


def pictures(root: Path) -> dict[Path, str]:
    """Each SVG beside its description."""
    found = sorted((root / "lessons" / "images").glob("*.picture"))
    return {
        path.with_suffix(".svg"): picture(path.relative_to(root).as_posix(), read_text(path))
        for path in found
    }
