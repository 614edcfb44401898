"""6B: a message as HTML. What a browser makes of it is judged, never how the text was made."""

import random
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

from helpers.checks.judges.as_html import as_html
from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

_IMAGE = '<img src=x onerror="alert(1)">'
_TWICE = "It was escaped twice: people read &amp;lt; now. Escape once, where the HTML is made."
_SCHEME = "This leads to no page: a browser would run it, or guess. Only http:// and https:// become a link."
_PAGES = ("http://", "https://")
_CASES = (
    Case(("Ada", "Hello", "")),
    Case(("Ada", "Look", "https://a.example/"), "A link is an <a> with its address, and reads like it."),
    Case(("Ada", _IMAGE, ""), "The text became an element, whose script a browser runs at once."),
    Case(("Ada", "</p><script>alert(1)</script>", ""), "The text ended the paragraph, and began a script."),
    Case(("Ada", "1 < 2 && 3 > 2, she said: \"it's &lt;\"", ""), "People read what was written, sign for sign."),
    Case((_IMAGE, "Hello", ""), "The name stands in quotation marks, and its own ones end them."),
    Case(('" onmouseover="alert(1)', "Hello", ""), "The name ended the quotation marks, and an event came along."),
    Case(("O'Neil & Sons", "Hello", ""), "Each sign of a name stays: an apostrophe, an ampersand."),
    Case(("Ada", "Look", "http://a.example/?x=1&copy=2"), "The address must arrive as it was: & is escaped, too."),
    Case(("Ada", "Look", 'https://a.example/" onclick="alert(1)'), "The address ended the quotation marks."),
    Case(("Ada", "Look", "HTTPS://A.EXAMPLE/"), "The letters of a scheme may be capital: this is a link."),
    *(Case(("Ada", "Look", link), _SCHEME) for link in (
        "javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "JavaScript:alert('https://')",
        "data:text/html,<script>alert(1)</script>", "//evil.example/", "httpx://a.example/", "https:a.example",
        "a.example")),
)  # fmt: skip


def _written(name: Any = escape, text: Any = escape, leads: Any = None) -> Callable[..., object]:
    """A way to write it, by what is done to the name and the text, and by what becomes a link."""
    leads = leads or (lambda link: link.lower().startswith(_PAGES))

    def render(who: str, said: str, link: str) -> object:
        anchor = f'<a href="{escape(link)}">{escape(link)}</a>' if leads(link) else ""
        return as_html(f'<li title="{name(who)}"><p>{text(said)}</p>{anchor}</li>')

    return render


def _by_chance(source: random.Random) -> Case:
    words = ["".join(source.choices("<>&\"' =/ab;", k=source.randrange(9))) + "z" for _ in range(3)]
    return Case(
        (*words[:2], source.choice(("", "https://a.example/" + words[2], words[2]))), "Sign for sign."
    )


_MISTAKES = mistakes(
    (_written(text=lambda text: escape(escape(text))), _TWICE),
    (_written(name=lambda name: escape(escape(name))), _TWICE),
    (_written(leads=lambda link: True), lambda *message: _SCHEME if message[2] else "No link, no <a>."),
    (_written(leads=lambda link: link.startswith(_PAGES)), "The letters of a scheme may be capital."),
    (_written(leads=lambda link: False), "An address with http:// or https:// becomes a link."),
    (_written(name=partial(escape, quote=False)),
     "escape(…, quote=False) leaves quotation marks: in an attribute they must not stay."),
    (_written(text=lambda text: text.replace("<", "&lt;").replace(">", "&gt;")), "& is escaped, too, and first."),
    (_written(text=lambda text: ""), "The text has gone. It may not run; but people want to read it."),
)  # fmt: skip
judge = on_cases(_written(), _CASES, _MISTAKES, by_chance=_by_chance, read=as_html)
