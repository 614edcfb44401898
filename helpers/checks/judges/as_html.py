"""What a browser makes of HTML, in one form: two texts are the same where it would make the same of them.

Enters: text. Leaves: its elements with their attributes in order, and its words, written anew. Blanks between
elements do not count. Nothing is run, and nothing is looked up.
"""

from html import escape
from html.parser import HTMLParser

__all__ = ["as_html"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The first of two attributes of one name counts, as in a browser."""
        values = {name: escape(value or "") for name, value in reversed(attrs)}
        said = [f' {name}="{values[name]}"' for name in sorted(values)]
        self.parts.append(f"<{tag}{''.join(said)}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data, quote=False) if data.strip() else "")


def as_html(written: object) -> object:
    """Text as a browser reads it; anything else as it is."""
    if not isinstance(written, str):
        return written
    reader = _Reader()
    reader.feed(written)
    reader.close()
    return "".join(reader.parts)
