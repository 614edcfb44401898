"""What a cell says, in one form for a kernel and a tab, so that the two can be compared.

Enters: the outputs of an executed notebook, or a tab's messages. Leaves: lines. What travels and what a clock of the
machine says differs from run to run in one and the same kernel, and is named here instead of shown. A number is only
left out where its cell is tagged ``measured``, or in the table of ``truth.py``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from itertools import groupby
from typing import Any

__all__ = ["between", "by_kernel", "by_tab"]

VARIES = {
    r"\x1b\[[\d;]*m": "",
    r'<script type="application/json">.*?</script>(?=\n<div class="rw-static">)': "",  # of a wire: its rows say it
    r"(?<=127\.0\.0\.1:)\d{4,5}|(?<=localhost:)\d{4,5}|(?<=data-port=\")\d{4,5}": "a port",
    r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT": "a date",
    r"\d[\d,]*(?:\.\d+)? m?s(?= · #\d)": "a moment",  # of a row in a wire
    r"Python/3\.\d+": "Python/3",
    r"\b[0-9a-f]{32}\b": "a view",
    r"[A-Za-z0-9+/]{22}==": "a key",
    r"[A-Za-z0-9+/]{27}=": "an accept",
    r"\b[0-9a-f]{2}(?: [0-9a-f]{2}){3,}": "bytes",  # masks are drawn; what the bytes mean stands beside them
    r"(client → server · WebSocket frame · \d+ bytes) · (?!bytes)[^\n]*?(?= · bytes)": r"\1",  # masked, as a text
    r"\[([^\]]*)\]\([^)]*\.ipynb[^)]*\)": r"\1",  # a tab has no other notebook to lead to
}


def by_kernel(outputs: Iterable[Mapping[str, Any]]) -> list[str]:
    """What an executed notebook recorded of a cell."""
    return _lines(_recorded(one) for one in outputs)


def by_tab(said: Iterable[Mapping[str, Any]]) -> list[str]:
    """What a tab said of a cell, an update in the place of what it replaces."""
    shown: dict[object, tuple[str, str]] = {}
    for number, one in enumerate(said):
        match one["kind"]:
            case "stream":
                shown[number] = (one["name"], one["text"])
            case "error":
                shown[number] = ("error", f"{one['name']}: {one['value']}")
            case "display":
                shown[one["id"] or number] = ("shown", _richest(one["bundle"]))
            case "update" if one["id"] in shown:
                shown[one["id"]] = ("shown", _richest(one["bundle"]))
    return _lines(shown.values())


def between(recorded: list[str], here: list[str]) -> str:
    """What differs, or nothing."""
    return "\n".join(list(unified_diff(recorded, here, "recorded", "in a tab", n=0, lineterm=""))[2:])


def _recorded(output: Mapping[str, Any]) -> tuple[str, str]:
    match output["output_type"]:
        case "stream":
            return output["name"], output["text"]
        case "error":
            return "error", f"{output['ename']}: {output['evalue']}"
        case _:
            return "shown", _richest(output["data"])


def _richest(bundle: Mapping[str, Any]) -> str:
    """A text may be broken into other lines: IPython does it, a tab does not."""
    forms = ("text/html", "image/svg+xml", "text/markdown")
    rich = next((str(bundle[form]) for form in forms if form in bundle), "")
    if not rich and "application/vnd.jupyter.widget-view+json" in bundle:
        return ""  # the hub's own, which nobody sees
    return rich or " ".join(str(bundle["text/plain"]).split())


def _lines(said: Iterable[tuple[str, str]]) -> list[str]:
    return [line for kind, text in _joined(said) for line in (f"{kind}:", *_parts(text)) if text]


def _joined(said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbouring prints of one stream are one."""
    for kind, group in groupby(said, key=lambda one: one[0]):
        texts = [text for _, text in group]
        yield from ((kind, text) for text in (["".join(texts)] if kind in ("stdout", "stderr") else texts))


def _parts(text: str) -> list[str]:
    """Lines, of markup those between its elements."""
    for pattern, name in VARIES.items():
        text = re.sub(pattern, name, text, flags=re.DOTALL)
    return text.replace(">", ">\n").splitlines()
