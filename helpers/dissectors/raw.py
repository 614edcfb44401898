"""Bytes that nobody cuts: no HTTP, malformed, or a body that lasts until the connection closes. The floor."""

from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Dissected, preview

__all__ = ["dissect_raw"]


def dissect_raw(data: bytes, start: int, *, reason: str = "", size: int | None = None) -> Dissected:
    """One leaf; ``data`` may be just the beginning of ``size`` bytes."""
    size = len(data) if size is None else size
    malformed = reason.startswith("malformed: ")
    name = "malformed" if malformed else "body" if "body" in reason else "raw"
    note = f"These bytes are shown as they came: {reason.removeprefix('malformed: ') or 'no unit ends here'}."
    rfc = "RFC 9112 §6.3" if name == "body" else ""
    summary = name if not malformed else reason
    title = f"{size} byte{'' if size == 1 else 's'}"
    return Dissected(title, summary, Field(start, start + size, name, preview(data), note, rfc))
