"""What waits for a peer that reads slowly: messages, not frames, so that any of them may still be forgotten.

Enters: messages. Leaves: messages, in order. It counts their bytes, and what it forgot.
"""

from collections import deque

__all__ = ["Message", "Outbox", "size_of"]

Message = str | bytes


def size_of(message: Message) -> int:
    """The bytes of a message; of a text that is not ASCII about that many."""
    return len(message)


class Outbox:
    """A queue of at most ``most`` bytes, or of one message that is longer."""

    def __init__(self, most: int) -> None:
        self.most, self.size, self.dropped = most, 0, 0
        self._messages: deque[Message] = deque()

    def __len__(self) -> int:
        return len(self._messages)

    def fits(self, message: Message) -> bool:
        """Whether there is room for one more."""
        return not self._messages or self.size + size_of(message) <= self.most

    def put(self, message: Message) -> None:
        """One more waits."""
        self._messages.append(message)
        self.size += size_of(message)

    def take(self) -> Message:
        """The one that has waited longest."""
        message = self._messages.popleft()
        self.size -= size_of(message)
        return message

    def forget(self) -> None:
        """Drop the one that has waited longest."""
        self.take()
        self.dropped += 1

    def clear(self) -> None:
        """Drop all."""
        while self._messages:
            self.forget()
