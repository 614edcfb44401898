"""Importing what reads and runs notebooks without what no notebook needs, which takes most of that time.

jsonschema compiles grammars for formats of URIs and durations, which nbformat never asks for; jupytext loads
Jupyter's server for an extension of it. Both do without where these are missing, so for the moment of the import they
are: `None` in `sys.modules` is Python's own way to say so. Inside Jupyter's server, which uses them, nothing is left
out.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["lean"]

_NEEDLESS = (
    "rfc3986_validator",
    "rfc3987_syntax",
    "isoduration",
    "jupytext.sync_contentsmanager",
    "jupytext.async_contentsmanager",
)


@contextmanager
def lean() -> Iterator[None]:
    """Inside, imports leave out what no notebook needs."""
    left_out = [name for name in _NEEDLESS if name not in sys.modules and "jupyter_server" not in sys.modules]
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in left_out:
            sys.modules.pop(name, None)
