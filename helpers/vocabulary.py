"""The words that every station shares. Imports nothing of the course."""

from enum import Enum

__all__ = ["Ending", "Side"]


class Side(Enum):
    """Who sent the bytes: the party that connected, or the one that listened."""

    CLIENT = "client"
    SERVER = "server"

    __hash__ = object.__hash__  # a member is one object; Enum's own hash runs Python code for every read

    @property
    def other(self) -> "Side":
        """The party at the far end."""
        return Side.SERVER if self is Side.CLIENT else Side.CLIENT


class Ending(Enum):
    """How one side's stream ended: FIN (it has no more to say) or RST (it dropped the connection)."""

    EOF = "eof"
    RESET = "reset"
