"""The picture that goes with a link to a lesson (Open Graph, 1200 × 630): its title, and its first diagram.

Enters: the course, a lesson, the diagram as SVG. Leaves: a PNG, kept in the user's cache; nothing where the extra
`site` is not installed.
"""

import base64
import hashlib
import textwrap
from collections.abc import Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from helpers.publishing.course import Course
from helpers.publishing.page.fonts import FACES, font_file, keep
from helpers.publishing.source.lesson import Lesson

__all__ = ["card_png", "card_svg"]

WIDTH, HEIGHT = 1200, 630  # what Open Graph's readers crop least
_SVG = "http://www.w3.org/2000/svg"
_LINE = 22  # letters
_WIRE = (
    '<g fill="none" stroke="#2461b8" stroke-width="4"><path d="M80 84h90m24 0h90"/><circle cx="182" cy="84" r="12"/>'
    '<circle cx="68" cy="84" r="10"/><circle cx="296" cy="84" r="10"/></g>'
)


def card_svg(course: Course, lesson: Lesson, diagram: bytes = b"") -> str:
    """The card. Lines are broken here: SVG breaks none."""
    lines = textwrap.wrap(lesson.title, _LINE)[:4] or [lesson.order]
    section = next((one.title for one in course.sections if lesson in one.lessons), "")

    def parts() -> Iterator[str]:
        yield f"""<svg xmlns="{_SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="'{FACES[0].family}'">"""
        yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fdfcf8"/>'
        yield f'<rect width="{WIDTH}" height="14" fill="#2461b8"/>{_WIRE}'
        yield f'<text x="330" y="97" font-size="36" fill="#5a5f6b">{escape(course.config.title)}</text>'
        yield f'<text x="80" y="210" font-size="38" fill="#2461b8">{escape(f"{lesson.order} · {section}")}</text>'
        for at, line in enumerate(lines):
            yield f'<text x="76" y="{300 + 92 * at}" font-size="84" fill="#1b1d22">{escape(line)}</text>'
        if diagram:
            top, data = 240 + 92 * len(lines), base64.b64encode(diagram).decode()
            yield (
                f'<image x="560" y="{top}" width="590" height="{HEIGHT - 40 - top}" '
                f'preserveAspectRatio="xMaxYMax meet" href="data:image/svg+xml;base64,{data}"/>'
            )
        yield "</svg>"

    return "".join(parts())


def card_png(svg: str, cache: Path | None = None) -> bytes:
    """The card as a picture; nothing where there is no library that draws it, or no font."""
    files = [str(file) for face in FACES if (file := font_file(face))]
    if not files or not find_spec("resvg_py"):
        return b""
    kept = (cache or user_cache_path("realtime-on-the-wire") / "cards") / (
        hashlib.sha256(svg.encode()).hexdigest()[:16] + ".png"
    )
    if kept.is_file():
        return kept.read_bytes()
    import resvg_py

    serif, mono = FACES[0].family, FACES[-1].family
    data = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=WIDTH,
        font_files=files,
        skip_system_fonts=True,
        font_family=serif,
        serif_family=serif,
        sans_serif_family=serif,
        monospace_family=mono,
    )
    return keep(kept, bytes(data))
