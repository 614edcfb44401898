"""A unit: the piece of a connection that a learner steps by, and that is explained as one.

The noun from the splitter to the screen. A protocol names its kinds of units in an ``Enum`` of its own, whose values
are the words for a person ("HTTP head"); what nobody can read is ``Floor.RAW``.
"""

from enum import Enum
from typing import NamedTuple

from helpers.vocabulary import Side

__all__ = ["Floor", "Status", "Unit"]


class Status(Enum):
    """How far a unit is known."""

    WHOLE = "whole"
    UNFINISHED = "unfinished"  # its end has not come, or never came
    MALFORMED = "malformed"  # a rule was broken: from here on nobody cuts
    RAW = "raw"  # no rule was broken, yet from here on nobody cuts


class Floor(Enum):
    """What a unit is that no protocol claims."""

    RAW = "raw bytes"


class Unit(NamedTuple):
    """The range [start, end) of a side's bytes; ``reason`` says why it is not whole.

    ``kind`` is a member of its protocol's own Enum. ``stream`` numbers the stream it belongs to, in protocols that
    have some; ``head`` is what was parsed to find its end, in a type of its protocol.
    """

    side: Side
    start: int
    end: int
    protocol: str
    kind: Enum
    status: Status = Status.WHOLE
    reason: str = ""
    stream: int | None = None
    head: object = None

    @property
    def word(self) -> str:
        """What a person calls it."""
        return str(self.kind.value)

    @property
    def by_reads(self) -> bool:
        """Whether nobody knows where it ends, so that each read of it stands alone."""
        return self.status is Status.MALFORMED or self.status is Status.RAW
