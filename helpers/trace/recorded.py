"""Traces of exchanges that a lesson cannot have by itself: a browser's, say. Real bytes, recorded once."""

from importlib.resources import files

from helpers.trace import ndjson
from helpers.trace.trace import Trace

__all__ = ["recorded"]


def recorded(name: str) -> Trace:
    """The recording of that name; its clock stands still, and views mark it as recorded."""
    folder = files("helpers.trace") / "recordings"
    source = folder / f"{name}.ndjson"
    if not source.is_file():
        known = ", ".join(sorted(entry.name.removesuffix(".ndjson") for entry in folder.iterdir()))
        raise LookupError(f"no recording named {name!r} (there are: {known})")
    return ndjson.load(source.read_text("utf-8"))
