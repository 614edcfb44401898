"""Rules on images and links: what makes a page complete and self-contained.

Enters: the lines of a lesson and where it lies. Leaves: (line number, rule, message, remedy).
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers.publishing.lint.finding import Found
from helpers.publishing.page.markdown import slug
from helpers.publishing.source.scan import Line, Place

__all__ = ["images", "links"]

_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)[^)]*\)")
_HTML_IMAGE = re.compile(r"<img\b(?![^>]*\balt=[\"'][^\"'])")
_TITLE = re.compile(r"<title\b[^>]*>\s*[^<\s]")
_CODE_SPAN = re.compile(r"(`+).*?\1")


def _prose(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    return ((line.number, _CODE_SPAN.sub("", line.text)) for line in lines if line.place is Place.PROSE)


def _is_remote(target: str) -> bool:
    return bool(urlsplit(target).scheme) or target.startswith("//")


def images(lines: Sequence[Line], folder: Path) -> Iterator[Found]:
    """Every image has a text and lies in the course."""
    for number, text in _prose(lines):
        for match in _IMAGE.finditer(text):
            target = unquote(match["target"])
            if match["alt"].strip().casefold() in (
                "",
                Path(target).stem.casefold(),
                Path(target).name.casefold(),
            ):
                yield number, "image-alt", f"{target} has no text", "say between the brackets what it shows"
            if _is_remote(target):
                remedy = "put the file into lessons/images/ and write ../lessons/images/…"
                yield number, "image-remote", f"{target} would be fetched from elsewhere", remedy
            elif not target.startswith("../") or not (folder / target).is_file():
                remedy = "write ../lessons/images/… (it must be found from lessons/, notebooks/ and work/)"
                yield number, "image-missing", f"{target} is not there", remedy
            elif target.endswith(".svg") and not _TITLE.search((folder / target).read_text("utf-8")):
                remedy = 'give it a <title> that says what it shows, and role="img"'
                yield number, "svg-title", f"{target} is silent for screen readers", remedy
        if _HTML_IMAGE.search(text):
            remedy = "write ![what it shows](../lessons/images/…)"
            yield number, "image-alt", "an <img> without alt", remedy


def links(lines: Sequence[Line], anchors: Mapping[str, Sequence[str] | None], *, own: str) -> Iterator[Found]:
    """A link to a lesson is a link to its notebook beside this one; one to a part leads to a heading there.

    Nothing is known of the headings of a lesson that cannot be read.
    """
    for number, text in _prose(lines):
        for match in _LINK.finditer(text):
            target, _, fragment = match["target"].partition("#")
            if _is_remote(target):
                continue
            if target.endswith((".ipynb", ".md")) and target.removesuffix(".ipynb") not in anchors:
                remedy = "link to the notebook beside this one, such as 4a-websocket-handshake.ipynb"
                yield number, "link-missing", f"{target} is no lesson's notebook", remedy
            elif fragment and (texts := anchors[target.removesuffix(".ipynb") or own]) is not None:
                yield from _anchor(number, match["target"], texts)


def _anchor(number: int, target: str, texts: Sequence[str]) -> Iterator[Found]:
    """JupyterLab finds a heading by its text with hyphens for spaces; the page's own anchor follows from that."""
    fragment = unquote(target.partition("#")[2])
    wanted = {slug(text): text.replace(" ", "-") for text in reversed(texts)}
    if fragment in wanted.values():
        return
    near = difflib.get_close_matches(slug(fragment), wanted, n=1)
    remedy = f"write #{wanted[near[0]]}" if near else "name a heading, with hyphens for its spaces"
    yield number, "anchor-missing", f"{target} leads to no heading", remedy
