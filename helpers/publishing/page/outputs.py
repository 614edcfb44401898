"""The outputs of a code cell as HTML, the richest form the page can show.

Enters: output nodes. Leaves: HTML fragments. text/html comes first; a widget without it is left out; lines that ask
to run the cell again (class "rerun") are taken away; a script that two outputs carry stands once. Never lets a page
fetch a script from elsewhere.

The JSON of the views is gathered, to stand together in a file of its own (the page puts it back before they look):
deflate sees 32 KiB back, and only neighbours share their sentences. For the same reason what a view's static rows say
of a field's meaning, in the last cell of a row, stands where the page says it first, and so do the rows of a message
that comes again byte for byte, as many handshakes do. The JSON has the number of such a sentence in its place,
`{"$": 7}`: page.js reads it off the rows. JSON marked `data-later` becomes a file that its element asks for when
somebody needs it. No kernel ever comes to a page, so no view keeps the name by which one would know it.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from typing import Any

from helpers.publishing.page.ansi import terminal
from helpers.publishing.page.elements import NEEDS, TAGS
from helpers.publishing.page.highlight import highlight
from helpers.publishing.page.markdown import Picture, Prose
from helpers.publishing.page.pictures import MIME_SUFFIX
from helpers.publishing.shorten import shorten

__all__ = ["Outputs"]

_RERUN = re.compile(
    r'<(p|div|span)\b[^>]*\bclass="(?:[^"]*\s)?rerun(?:\s[^"]*)?"[^>]*>.*?</\1>\n?', re.DOTALL
)
_REMOTE = re.compile(r"<script\b[^>]*\bsrc=[^>]*>\s*</script>|<link\b[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>")
_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_STATIC = re.compile(r'<div class="rw-static">.*?</div>', re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_AGAIN = "<p>The same, byte for byte, as a message above.</p>"
_LAST_LINK = re.compile(r"\s*<a\b[^>]*>[^<]*</a>$")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MEANING = re.compile(r"<td>((?:[^<]|<a\b[^>]*>[^<]*</a>)+)</td></tr>")
_OPTIONAL = re.compile(r"</t[dhr]>|</tbody>|</thead>")  # what HTML lets a page leave out
_SOURCE = re.compile(r'<div class="highlight"><pre>(.*?)</pre>\s*</div>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_TIMELINE = re.compile(r"<time-line\b.*?</time-line>", re.DOTALL)
_TITLE = re.compile(r"<title>[^<]*</title>")  # of a span: its row in the table below says the same
_VIEW = re.compile(rf'(<(?:{"|".join(TAGS)})\b[^>]*?) data-view="[^"]*"')
_WIDGET = "application/vnd.jupyter.widget-view+json"
_NEEDS = {**NEEDS, 'class="verdict': ("verdict.css",)}


@dataclass
class Outputs:
    """Renders the outputs of one page's cells; `place` puts a picture into the site."""

    root: Path
    prose: Prose
    place: Callable[[str, str, bytes], Picture]
    assets: set[str] = field(default_factory=set)
    data: list[str] = field(default_factory=list)
    later: dict[str, str] = field(default_factory=dict)
    _scripts: set[str] = field(default_factory=set)
    _tables: set[str] = field(default_factory=set)
    _meanings: dict[str, int] = field(default_factory=dict)

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
        html = _VIEW.sub(r"\1", _REMOTE.sub("", _RERUN.sub("", html)))
        html = _SCRIPT.sub(self._once, html)
        html = _STATIC.sub(lambda rows: _OPTIONAL.sub("", _TABLE.sub(self._shown_once, rows[0])), html)
        html = _TIMELINE.sub(lambda drawn: _OPTIONAL.sub("", _TITLE.sub("", drawn[0])), html)
        html = _SOURCE.sub(_highlighted, html)
        return f'<div class="rich">{html.strip()}</div>' if html.strip() else ""

    def _shown_once(self, match: re.Match[str]) -> str:
        bare = _MEANING.sub("", match[0])
        if bare in self._tables:
            return _AGAIN
        self._tables.add(bare)
        return _MEANING.sub(self._said_once, match[0])

    def _said_once(self, match: re.Match[str]) -> str:
        if match[1] in self._meanings:
            return "<td></td></tr>"
        self._meanings[match[1]] = len(self._meanings)
        return f"<td class=say>{match[1]}</td></tr>"

    @property
    def compact_data(self) -> list[str]:
        """The JSON of the views, in which no sentence is written that stands in the rows."""
        sentences = {unescape(_LAST_LINK.sub("", html)): place for html, place in self._meanings.items()}
        known = {_as_embedded(text): f'{{"$":{place}}}' for text, place in sentences.items()}
        return [_STRING.sub(lambda text: known.get(text[0], text[0]), one) for one in self.data]

    def _once(self, match: re.Match[str]) -> str:
        """Gather data; keep a program the first time it comes."""
        if "data-later" in match["attributes"]:
            name = f"assets/later-{hashlib.sha256(match['code'].encode()).hexdigest()[:12]}.js"
            self.later[name] = f'(globalThis.courseLater ??= {{}})["{name}"] = {match["code"]};\n'
            return f'<script type="application/json" data-later="{name}"></script>'
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
        picture = self.place(f"output-{hashlib.sha256(raw).hexdigest()[:12]}", suffix, raw)
        alt = escape(str(data.get("text/plain", "")).strip("<>") or "The picture this cell drew")
        return picture.tag(alt, ' class="drawn"')


def _as_embedded(text: str) -> str:
    """A string as the views' JSON has it, which cannot end a script."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\u003c")


def _highlighted(source: re.Match[str]) -> str:
    """Code of ours as the page's cells show code: JupyterLab's form has an element for every comma."""
    code = unescape(_TAG.sub("", source[1])).strip("\n")
    return f"<pre>{highlight(code, language='python')}</pre>"


def _stream(output: Any) -> str:
    return str(output["name"]) if output["output_type"] == "stream" else ""
