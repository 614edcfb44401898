"""Bytes that nobody cuts, or nobody explains: one leaf with the reason. The floor."""

from helpers.dissectors.field import Field
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import preview
from helpers.protocols.unit import Status, Unit

__all__ = ["count", "explain_raw", "raw_note"]


def explain_raw(unit: Unit, data: bytes) -> Explained:
    """One leaf; ``data`` may be just the beginning of it."""
    malformed = unit.status is Status.MALFORMED
    name = "malformed" if malformed else "raw"
    summary = f"malformed: {unit.reason}" if malformed else name
    size = unit.end - unit.start
    return Explained(count(size), summary, Field(0, size, name, preview(data), raw_note(unit.reason)))


def count(size: int) -> str:
    """``1 byte``, ``2 bytes``."""
    return f"{size} byte{'' if size == 1 else 's'}"


def raw_note(reason: str) -> str:
    """The sentence that says why it is shown as it is."""
    return f"These bytes are shown as they came: {reason or 'no unit ends here'}."
