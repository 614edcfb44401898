"""The outputs of a code cell as HTML, the richest form the page can show.

Enters: output nodes. Leaves: HTML fragments. text/html comes first; a widget without it is left out; lines that ask
to run the cell again (class "rerun") are taken away; a script that two outputs carry stands once. Never lets a page
fetch a script from elsewhere.

The JSON of the views is gathered, to stand together at the page's end (page.js puts it back before the views look):
deflate sees 32 KiB back, and only neighbours share their sentences. It saves a fifth of a page. For the same reason
what a view's static rows say of a field's meaning, in the last cell of a row, stands where the page says it first.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from helpers.publishing.page.ansi import shorten, terminal
from helpers.publishing.page.elements import NEEDS
from helpers.publishing.page.markdown import Picture, Prose
from helpers.publishing.page.pictures import MIME_SUFFIX, picture_size

__all__ = ["Outputs"]

_RERUN = re.compile(
    r'<(p|div|span)\b[^>]*\bclass="(?:[^"]*\s)?rerun(?:\s[^"]*)?"[^>]*>.*?</\1>\n?', re.DOTALL
)
_REMOTE = re.compile(r"<script\b[^>]*\bsrc=[^>]*>\s*</script>|<link\b[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>")
_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_STATIC = re.compile(r'<div class="rw-static">.*?</div>', re.DOTALL)
_MEANING = re.compile(r"<td>((?:[^<]|<a\b[^>]*>[^<]*</a>)+)</td></tr>")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_NEEDS = {**NEEDS, 'class="verdict': ("verdict.css",)}


@dataclass
class Outputs:
    """Renders the outputs of one page's cells; `save` puts a picture into the site and says where it lies."""

    root: Path
    prose: Prose
    save: Callable[[str, bytes], str]
    assets: set[str] = field(default_factory=set)
    data: list[str] = field(default_factory=list)
    _scripts: set[str] = field(default_factory=set)
    _meanings: set[str] = field(default_factory=set)

    def render(self, outputs: Iterable[Any]) -> list[str]:
        """The HTML of a cell's outputs; neighbouring prints of one stream are joined."""
        shown = [self._group(kind, list(group)) for kind, group in groupby(outputs, key=_stream)]
        return [html for html in (piece for pieces in shown for piece in pieces) if html]

    def _group(self, kind: str, outputs: list[Any]) -> Iterator[str]:
        if kind:
            yield self._printed(kind, "".join(output["text"] for output in outputs))
            return
        for output in outputs:
            yield self._error(output) if output["output_type"] == "error" else self._data(output["data"])

    def _printed(self, stream: str, text: str) -> str:
        html = terminal(text, root=self.root)
        return f'<pre class="printed {stream}">{html}</pre>' if html.strip() else ""

    def _error(self, output: Any) -> str:
        first = shorten(str(output["evalue"]), root=self.root).strip().partition("\n")[0]
        trace = terminal("\n".join(output["traceback"]), root=self.root)
        name = escape(str(output["ename"]))
        return (
            f'<div class="failure"><p><strong>{name}</strong> {escape(first)}</p>'
            f"<details><summary>Traceback</summary><pre>{trace}</pre></details></div>"
        )

    def _data(self, data: Any) -> str:
        if "text/html" in data:
            return self._html(str(data["text/html"]))
        if _WIDGET in data:
            return ""
        if "text/markdown" in data:
            return f'<div class="prose">{self.prose.render(str(data["text/markdown"]))}</div>'
        for mime, suffix in MIME_SUFFIX.items():
            if mime in data:
                return self._picture(mime, suffix, data)
        text = str(data.get("text/plain", ""))
        return f'<pre class="result">{terminal(text, root=self.root)}</pre>' if text else ""

    def _html(self, html: str) -> str:
        self.assets.update(name for mark, names in _NEEDS.items() if mark in html for name in names)
        html = _SCRIPT.sub(self._once, _REMOTE.sub("", _RERUN.sub("", html)))
        html = _STATIC.sub(lambda rows: _MEANING.sub(self._said_once, rows[0]), html)
        return f'<div class="rich">{html.strip()}</div>' if html.strip() else ""

    def _said_once(self, match: re.Match[str]) -> str:
        if match[1] in self._meanings:
            return "<td></td></tr>"
        self._meanings.add(match[1])
        return match[0]

    def _once(self, match: re.Match[str]) -> str:
        """Gather data; keep a program the first time it comes."""
        if "application/json" in match["attributes"]:
            self.data.append(match["code"])
            return f'<script{match["attributes"]} data-json="{len(self.data) - 1}"></script>'
        if match["code"] in self._scripts:
            return ""
        self._scripts.add(match["code"])
        return match[0]

    def _picture(self, mime: str, suffix: str, data: Any) -> str:
        content = str(data[mime])
        raw = content.encode() if mime == "image/svg+xml" else base64.b64decode(content)
        url = self.save(f"output-{hashlib.sha256(raw).hexdigest()[:12]}{suffix}", raw)
        width, height = picture_size(raw) or (0, 0)
        picture = Picture(url, width, height)
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
        alt = escape(str(data.get("text/plain", "")).strip("<>") or "The picture this cell drew")
        return f'<img class="drawn" src="{escape(picture.url)}" alt="{alt}"{size} loading="lazy" decoding="async">'


def _stream(output: Any) -> str:
    return str(output["name"]) if output["output_type"] == "stream" else ""
