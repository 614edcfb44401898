"""The course's own icons, by name: small line drawings in the text's colour, inlined into pages."""

from pathlib import Path

__all__ = ["ICONS", "icon"]

_FOLDER = Path(__file__).parents[1] / "static" / "icons"
ICONS = tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


def icon(name: str) -> str:
    """The SVG of an icon; an unknown name draws the wire."""
    known = name if name in ICONS else "wire"
    return (_FOLDER / f"{known}.svg").read_text(encoding="utf-8").strip()
