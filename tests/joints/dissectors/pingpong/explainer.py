"""The toy line protocol explained."""

from helpers.dissectors.explainers import register
from helpers.dissectors.section import Explained
from helpers.dissectors.tiles import Tiles
from helpers.protocols.reading import Reading
from helpers.protocols.unit import Unit
from tests.joints.protocols.pingpong.reading import Line, PingPong

__all__ = ["LineExplainer"]


class LineExplainer:
    """One line after the other."""

    def __init__(self, reading: Reading) -> None:
        assert isinstance(reading, PingPong)

    def whole(self, unit: Unit, data: bytes) -> Explained:
        """A word, a space, a number, a line end."""
        assert isinstance(unit.head, Line)
        word, number = unit.head.word, str(unit.head.number)
        tiles = Tiles(data)
        tiles.add(len(word), "word", word, "Who speaks: the client pings, the server pongs.")
        tiles.add(1, "space", "", "One space.")
        tiles.add(len(data) - len(word) - 3, "number", number, "Which question it is about.")
        tiles.add(2, "line end", "CRLF", "The line is over.")
        return Explained(word, number, tiles.group("line", f"{word} {number}", "One line."))

    def unfinished(self, unit: Unit, data: bytes) -> Explained:
        """Half a line."""
        tiles = Tiles(data, size=unit.end - unit.start)
        tiles.unfinished(unit.reason)
        return Explained("line", "incomplete", tiles.group("line", "incomplete", "Half a line."))


register("pingpong", LineExplainer)
