"""The width and height of a picture, so that a page does not jump while it loads.

Enters: the bytes of a picture. Leaves: pixels, or nothing where the format does not say. Never decodes a picture.
`imagesize` reads the formats; it knows no SVG that says its size by `viewBox` alone, as ours do.
"""

import re
from io import BytesIO

import imagesize

__all__ = ["MIME_SUFFIX", "Size", "picture_size"]

Size = tuple[int, int]
MIME_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
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
