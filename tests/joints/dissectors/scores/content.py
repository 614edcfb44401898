"""A toy content: scores such as ``ada=3;bob=11``."""

from helpers.dissectors.contents.registry import Said, register
from helpers.dissectors.field import Field
from helpers.dissectors.tiles import Tiles

__all__ = ["MEDIA_TYPE", "explain_scores"]

MEDIA_TYPE = "application/x-scores"


def explain_scores(data: bytes, start: int, said: Said) -> Field | None:
    """A field for each player; ``None`` if a score is missing."""
    if any(b"=" not in one for one in data.split(b";")):
        return None
    return Field(
        start,
        start + len(data),
        "scores",
        data.decode("latin-1"),
        "Who has how many points.",
        "",
        lambda: _players(data, start),
    )


def _players(data: bytes, start: int) -> tuple[Field, ...]:
    tiles = Tiles(data, start)
    for one in data.split(b";"):
        if tiles.at:
            tiles.add(1, "separator", ";", "Another player follows.")
        name, _, score = one.decode("latin-1").partition("=")
        tiles.add(len(one), name, score, "The points of one player.")
    return tuple(tiles.fields)


register(explain_scores, media_type=MEDIA_TYPE)
