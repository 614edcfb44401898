"""A trace as a file beside the notebook, where a view has no room for all of it.

What enters: a trace; what leaves: the sentence that names the file. A file that is there already is kept.
"""

import re
from itertools import count
from pathlib import Path

from helpers.trace import Trace, ndjson, pcapng

__all__ = ["saved"]


def saved(trace: Trace, title: str, kind: str) -> str:
    """Write ``trace`` as ``"pcapng"`` or ``"ndjson"`` into the kernel's folder, under a name that is free."""
    data = pcapng.write(trace) if kind == "pcapng" else ndjson.save(trace).encode()
    name = re.sub(r"[^\w' -]+", "-", title) or "trace"
    for number in count(1):
        path = Path(f"{name}{number if number > 1 else ''}.{kind}")
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            continue
        return f"saved as {path}, {len(data):,} bytes, in the notebook's folder"
    raise AssertionError("numbers do not end")
