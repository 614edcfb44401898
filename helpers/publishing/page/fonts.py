"""The fonts of the pages: Source Serif 4 and JetBrains Mono, cut down to what the course writes.

Enters: nothing but what the packages of the extra `site` have installed. Leaves: woff2 files, their licences and the
style that names them; nothing where a package is missing, and then a page uses the fonts of its reader. Cutting takes
seconds, so each result is kept in the user's cache, under a name that changes with whatever made it.
"""

import hashlib
import io
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

__all__ = ["FACES", "Face", "font_file", "fonts", "fonts_css", "keep", "licence_of"]

_TEXT = (
    *range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028), *range(0x2190, 0x2194),
    0x2032, 0x2033, 0x20AC, 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x2605,
)  # fmt: skip
_BOXES = (*range(0x2500, 0x25A0), 0x25B2, 0x25B6, 0x25BC, 0x25C0, 0x25CF)
_FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk"]  # and no `calt`: code has no ligatures


@dataclass(frozen=True, slots=True)
class Face:
    """One face. ``axes`` is what is left of the variable font: a value, or two ends."""

    name: str
    family: str
    style: str
    weight: str
    package: str
    file: str
    axes: tuple[tuple[str, Any], ...]
    letters: tuple[int, ...] = _TEXT


FACES = (
    Face("serif", "Source Serif 4", "normal", "400 600", "fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf",
         (("opsz", 14), ("wght", (400, 600)))),
    Face("serif-italic", "Source Serif 4", "italic", "400", "fontpkg_source_serif_4",
         "SourceSerif4-Italic[opsz,wght].ttf", (("opsz", 14), ("wght", 400))),
    Face("mono", "JetBrains Mono", "normal", "400 700", "fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf",
         (("wght", (400, 700)),), (*_TEXT, *_BOXES)),
)  # fmt: skip


def _package(face: Face) -> Path | None:
    found = find_spec(face.package)
    return Path(found.origin).parent if found and found.origin else None


def font_file(face: Face) -> Path | None:
    """The whole font, where it is installed."""
    folder = _package(face)
    file = folder / "files" / face.file if folder else None
    return file if file and file.is_file() else None


def licence_of(face: Face) -> bytes:
    """The text that has to go with it (OFL 1.1)."""
    folder = _package(face)
    return (folder / "LICENSE").read_bytes() if folder else b""


def fonts(cache: Path | None = None) -> dict[str, bytes]:
    """The files, by name; none if one is missing, or what cuts them."""
    if not all(font_file(face) for face in FACES) or not find_spec("fontTools") or not find_spec("brotli"):
        return {}
    kept = cache or user_cache_path("realtime-on-the-wire") / "fonts"
    files = {f"{face.name}.woff2": _cut(face, kept) for face in FACES}
    return files | {
        f"{face.package.removeprefix('fontpkg_')}-licence.txt": licence_of(face) for face in FACES
    }


def fonts_css(files: dict[str, bytes]) -> str:
    """The style: a face comes late or never, but nothing moves because of it. Addresses are relative to the style."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-style:{face.style};font-weight:{face.weight};'
        f'font-display:optional;src:url({face.name}.woff2?v={_digest(files[f"{face.name}.woff2"])})format("woff2")}}\n'
        for face in FACES
        if files
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def _cut(face: Face, cache: Path) -> bytes:
    """Letters first, then weights: the other way round takes ten times as long."""
    made_of = (face, _FEATURES, version("fonttools"), version(face.package.replace("_", "-")))
    kept = cache / f"{face.name}-{_digest(repr(made_of).encode())}.woff2"
    if kept.is_file():
        return kept.read_bytes()
    from fontTools import subset
    from fontTools.varLib import instancer

    options = subset.Options(layout_features=_FEATURES, hinting=False)
    with subset.load_font(str(font_file(face)), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=face.letters)
        subsetter.subset(font)
        instancer.instantiateVariableFont(font, dict(face.axes), inplace=True)
        font.flavor, font.recalcTimestamp = "woff2", False
        data = io.BytesIO()
        font.save(data)
    return keep(kept, data.getvalue())


def keep(path: Path, data: bytes) -> bytes:
    """Keep it for the next time; a cache that cannot be written is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".tmp")
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError:
        pass
    return data
