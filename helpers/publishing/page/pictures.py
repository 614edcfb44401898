"""The size of a picture, so that a page does not jump while it loads, and a copy as wide as it is shown.

Enters: the bytes of a picture. Leaves: width and height, or nothing where the format does not say; a smaller picture,
or nothing where none is needed or nothing makes one (extra `site`). `imagesize` reads the formats; it knows no SVG
that says its size by `viewBox` alone, as ours do.
"""

import base64
import re
from importlib.util import find_spec
from io import BytesIO

import imagesize

__all__ = ["MIME_SUFFIX", "SHOWN", "Size", "narrowed", "picture_size"]

Size = tuple[int, int]
SHOWN = 986  # CSS pixels of the column: `--figure` of page.css
MIME_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
_PIXELS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_VIEW_BOX = re.compile(
    r'<svg\b[^>]*\bviewBox\s*=\s*["\'][\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)["\']'
)


def picture_size(data: bytes) -> Size | None:
    """Width and height in CSS pixels."""
    width, height = imagesize.get(BytesIO(data))
    if width > 0 and height > 0:
        return round(width), round(height)
    box = _VIEW_BOX.search(data[:4096].decode("utf-8", "replace"))
    return (round(float(box[1])), round(float(box[2]))) if box else None


def narrowed(data: bytes, *, width: int) -> bytes:
    """A picture of pixels in that width, if it is wider and that takes fewer bytes."""
    mime = next((mime for begin, mime in _PIXELS.items() if data.startswith(begin)), "")
    wide, high = picture_size(data) or (0, 0)
    if not mime or wide <= width or not find_spec("resvg_py"):
        return b""
    import resvg_py

    inner = f"data:{mime};base64,{base64.b64encode(data).decode()}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}"><image href="{inner}"/></svg>'
    small = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))
    return small if len(small) < len(data) else b""
