"""What an HTTP head says of its body."""

from collections.abc import Sequence

from helpers.dissectors.contents.registry import Said
from helpers.protocols.http1.heads import header

__all__ = ["is_text", "said_of"]

_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
)


def said_of(headers: Sequence[tuple[str, str]], *, target: str = "") -> Said:
    """Of a body, after its head; ``target`` is the request's."""
    value = (header(headers, "Content-Type") or "").lower()
    media, _, parameters = value.partition(";")
    return Said(_is_text(media.strip(), parameters), media.strip(), "", target)


def is_text(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether a body is UTF-8 text, as far as its Content-Type says; without one it is taken for text."""
    return said_of(headers).text


def _is_text(media: str, parameters: str) -> bool:
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    return (not media or media.startswith(_TEXT) or media.endswith(("+json", "+xml"))) and charset.startswith(
        "utf-8"
    )
