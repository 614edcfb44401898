"""What the course uses of ``IPython.display``, on a page.

Enters: any object. Leaves: its forms by media type, richest first, as the page takes them.
"""

from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from helpers.kernel.tab.page import Page, running

__all__ = ["HTML", "Displays", "Handle", "IFrame", "bundle"]

FORMS = {"text/html": "_repr_html_", "text/markdown": "_repr_markdown_", "image/svg+xml": "_repr_svg_"}


def bundle(thing: Any) -> dict[str, str]:
    """The forms that ``thing`` has of itself; a class has none but its text."""
    if isinstance(thing, type):
        return {"text/plain": repr(thing)}
    if hasattr(thing, "_repr_mimebundle_"):
        found = thing._repr_mimebundle_()
        return dict(found[0] if isinstance(found, tuple) else found)
    forms = {mime: getattr(thing, name)() for mime, name in FORMS.items() if hasattr(thing, name)}
    return {mime: form for mime, form in forms.items() if form} | {"text/plain": repr(thing)}


@dataclass(frozen=True, slots=True)
class Handle:
    """Something displayed, which can be replaced in its place: below the cell of its run, whoever replaces it."""

    page: Page
    display_id: str
    run: int

    def update(self, thing: object) -> None:
        """Show ``thing`` instead."""
        self.page.say("update", run=self.run, id=self.display_id, bundle=bundle(thing))


class Displays:
    """``display`` itself, for one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._numbers = count(1)

    def __call__(self, *things: Any, display_id: bool | str = False, **_: object) -> Handle | None:
        """Show each of ``things``; with a ``display_id``, say how to replace it."""
        number = f"display-{next(self._numbers)}" if display_id is True else str(display_id or "")
        for thing in things:
            if hasattr(thing, "_ipython_display_"):
                thing._ipython_display_()
            else:
                self._page.say("display", id=number, bundle=bundle(thing))
        return Handle(self._page, number, running.get()) if number else None


@dataclass(frozen=True, slots=True)
class HTML:
    """Markup, shown as it is."""

    data: str

    def _repr_html_(self) -> str:
        return self.data


class IFrame:
    """A page within the page; a server of this tab has an address that only the page knows, and puts in."""

    def __init__(self, src: str, width: object = "100%", height: object = 150, **_: object) -> None:
        self.src, self.width, self.height = src, width, height

    def _repr_html_(self) -> str:
        where = urlsplit(self.src)
        path = (where.path or "/") + (f"?{where.query}" if where.query else "")
        size = f'width="{escape(str(self.width))}" height="{escape(str(self.height))}"'
        frame = f'<iframe title="{escape(self.src)}" {size}></iframe>'
        return f'<div data-port="{where.port}" data-path="{escape(path)}">{frame}</div>'
