"""The width and height of a picture, from its first bytes, so that a page does not jump while it loads.

Enters: the bytes of a PNG, GIF, JPEG, WebP or SVG. Leaves: pixels, or nothing where the format does not say. Never
decodes a picture.
"""

import re
import struct

__all__ = ["MIME_SUFFIX", "Size", "picture_size"]

Size = tuple[int, int]
MIME_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/svg+xml": ".svg"}
_LENGTH = re.compile(r"\s*([\d.]+)(px|pt|in|cm|mm)?\s*$")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


def _jpeg(data: bytes) -> Size | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # start of frame
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(data: bytes) -> Size | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _pixels(length: str | None) -> int | None:
    match = _LENGTH.match(length or "")
    return round(float(match[1]) * _PIXELS[match[2] or ""]) if match else None


def _svg(text: str) -> Size | None:
    tag = re.search(r"<svg\b[^>]*>", text)
    if tag is None:
        return None
    given = dict(re.findall(r'\b(width|height|viewBox)\s*=\s*["\']([^"\']*)["\']', tag[0]))
    width, height = _pixels(given.get("width")), _pixels(given.get("height"))
    if width and height:
        return width, height
    box = re.findall(r"[\d.]+", given.get("viewBox", ""))
    return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else None


def picture_size(data: bytes) -> Size | None:
    """Width and height in CSS pixels."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp(data)
    return _svg(data[:4096].decode("utf-8", "replace"))
