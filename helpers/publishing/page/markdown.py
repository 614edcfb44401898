"""A lesson's prose as HTML: heading anchors, callouts, tables that scroll, highlighted fences, sized images.

Enters: the Markdown of prose cells, in order, and a `Resolver` for links and images. Leaves: HTML, and the headings
for the contents list. Mathematics is not read: `$` is a dollar. Raw HTML passes, since the lessons are ours.

A blockquote that begins with **Note**, **Try**, **Careful**, **Remember**, **Why** or **Aside** becomes a callout; in
JupyterLab it stays a quotation. A **Why** or an **Aside** after a paragraph belongs to it: `margin.py` joins them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Protocol

import mistune

from helpers.publishing.page.highlight import highlight
from helpers.publishing.page.margin import noted

__all__ = ["CALLOUTS", "Heading", "Picture", "Prose", "Resolver", "slug"]

CALLOUTS = ("Note", "Try", "Careful", "Remember", "Why", "Aside")
PLUGINS = ["strikethrough", "table", "task_lists", "def_list", "url"]
_TAG = re.compile(r"<[^>]+>")
_BETWEEN = re.compile(r">\s*\n\s*<(?=/?(?:p|[uo]l|li|h[1-6]|div|table|thead|tbody|t[rdh]|blockquote)\b)")
_CALLOUT = re.compile(r"\s*<p><strong>(\w+)[.:]?</strong>[.:]?\s*(?P<rest>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Where an image lies in the site, its size if known, and a sharper one for screens with more pixels."""

    url: str
    width: int = 0
    height: int = 0
    sharp: str = ""

    def tag(self, alt: str, more: str = "", *, lazy: bool = True) -> str:
        """The image as HTML; ``alt`` and ``more``, further attributes, are escaped."""
        size = f' width="{self.width}" height="{self.height}"' if self.width else ""
        sharp = f' srcset="{escape(self.sharp)} 2x"' if self.sharp else ""
        late = ' loading="lazy"' if lazy else ""
        return f'<img src="{escape(self.url)}" alt="{alt}"{size}{sharp}{more}{late} decoding="async">'


class Resolver(Protocol):
    """Turns a lesson's links and images into the site's."""

    def link(self, target: str) -> str:
        """The URL of a link on the page."""

    def picture(self, target: str) -> Picture:
        """The picture behind an image's target."""


def slug(text: str) -> str:
    """A heading's anchor: small letters, digits and hyphens."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "section"


class _Renderer(mistune.HTMLRenderer):
    """mistune's HTML with the course's headings, images, code, callouts and tables."""

    def __init__(self, resolver: Resolver, headings: list[Heading]) -> None:
        super().__init__(escape=False)
        self.resolver, self.headings = resolver, headings
        self.used = {"main", "top", "contents"}
        self.images = 0

    def __call__(self, tokens: Iterable[dict[str, Any]], state: Any) -> str:
        """The blocks of a cell, notes beside the paragraphs they belong to."""
        return "".join(noted(self.iter_tokens(tokens, state)))

    def _anchor(self, text: str) -> str:
        base = anchor = slug(text)
        count = 1
        while anchor in self.used:
            count += 1
            anchor = f"{base}-{count}"
        self.used.add(anchor)
        return anchor

    def heading(self, text: str, level: int, **_: Any) -> str:
        """A heading with its anchor; the title is the template's."""
        if level == 1:
            return ""
        plain = unescape(_TAG.sub("", text)).strip()
        anchor = self._anchor(plain)
        self.headings.append(Heading(level, anchor, plain))
        link = f'<a class="anchor" href="#{anchor}" aria-labelledby="{anchor}">#</a>'
        return f'<h{level} id="{anchor}">{text}{link}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        """A fence, highlighted."""
        language = (info or "text").split()[0]
        inner = highlight(code, language=language)
        return f'<div class="code"><pre><code data-language="{escape(language)}">{inner}</code></pre></div>\n'

    def block_quote(self, text: str) -> str:
        """A quotation, or a callout."""
        match = _CALLOUT.match(text)
        if match is None or match[1] not in CALLOUTS:
            return f"<blockquote>\n{text}</blockquote>\n"
        label = f'<strong class="label">{match[1]}</strong> '
        return f'<div class="callout {match[1].lower()}" role="note"><p>{label}{match["rest"]}</div>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link, resolved."""
        return str(super().link(text, self.resolver.link(url), title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """An image with its size; the page's first may be in sight at once."""
        hint = f' title="{escape(title)}"' if title else ""
        self.images += 1
        alt = escape(unescape(_TAG.sub("", text)))
        return self.resolver.picture(url).tag(alt, hint, lazy=self.images > 1)

    def table(self, text: str) -> str:
        """A table in a box that scrolls."""
        return f'<div class="table"><table>\n{text}</table></div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """A cell; an empty one in the head heads nothing."""
        tag = "th" if head and text.strip() else "td"
        style = f' style="text-align:{align}"' if align else ""
        return f"  <{tag}{style}>{text}</{tag}>\n"


class Prose:
    """Renders the prose cells of one page; anchors are unique across all of them."""

    def __init__(self, resolver: Resolver) -> None:
        self.headings: list[Heading] = []
        renderer = _Renderer(resolver, self.headings)
        self._markdown = mistune.create_markdown(renderer=renderer, plugins=PLUGINS)

    def render(self, source: str) -> str:
        """One cell as HTML."""
        return _BETWEEN.sub("><", str(self._markdown(source)).strip())  # a page stays small
