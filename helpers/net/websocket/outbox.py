"""What waits for a peer that reads slowly: messages, not frames, so that any of them may still be forgotten.

Enters: messages. Leaves: messages, in order. It counts their bytes, and what it forgot.
"""

from collections import deque
from collections.abc import Iterator

__all__ = ["Message", "Outbox", "size_of"]

Message = str | bytes


PLACE = 16  # bytes that a message takes besides its own: a queue of empty ones must end, too


def size_of(message: Message) -> int:
    """What a message costs where it waits; of a text that is not ASCII about that."""
    return len(message) + PLACE


class Outbox:
    """A queue of at most ``most`` bytes, or of one message that is longer."""

    __slots__ = ("_messages", "dropped", "most", "size")

    def __init__(self, most: int) -> None:
        self.most, self.size, self.dropped = most, 0, 0
        self._messages: deque[Message] | None = None  # while there are any

    def __len__(self) -> int:
        return len(self._messages) if self._messages else 0

    def put(self, message: Message) -> bool:
        """One more waits, if there is room for it; says whether there was."""
        size = size_of(message)
        if not self._messages:
            self._messages = deque()
        elif self.size + size > self.most:
            return False
        self._messages.append(message)
        self.size += size
        return True

    def taken(self, size: int) -> Iterator[Message]:
        """Those that have waited longest, until they are ``size`` bytes."""
        while self._messages and size > 0:
            message = self._messages.popleft()
            cost = size_of(message)
            self.size -= cost
            size -= cost
            yield message
        if not self._messages:
            self._messages = None

    def forget(self) -> None:
        """Drop the one that has waited longest."""
        for _ in self.taken(1):
            self.dropped += 1
            return

    def clear(self) -> None:
        """Drop all."""
        while self._messages:
            self.forget()
