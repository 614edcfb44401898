"""Each message once, and in the order of the ids, out of broadcasts that promise neither. No transport, no clock.

What enters: broadcast messages, pages, and where the log stands. What leaves: ``messages``, and whether something is
missing and has to be asked for. A broadcast may come twice, late, or not at all; what counts is the log.
"""

from helpers.chat.domain import Message, Page

__all__ = ["Resume"]

EARLY = (
    1_000  # messages that wait for one before them; the page that we ask for has those that found no place
)


class Resume:
    """One reader's place in the log. ``doubles`` and ``holes`` count what broadcasts brought twice or left out."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.cursor: str | None = None  # before the first page we are nowhere
        self.doubles = self.holes = self.gaps = 0
        self._early: dict[int, Message] = {}  # what came before its turn
        self._stands: str | None = None  # where the log is known to be and we are not

    @property
    def behind(self) -> bool:
        """Whether something is in the log that is not here, as far as we were told."""
        return bool(self._early) or self._stands is not None

    @property
    def last(self) -> int:
        """The id up to which nothing is missing."""
        return _number(self.cursor) if self.cursor else 0

    def news(self, page: Page) -> bool:
        """Take a broadcast: messages, or none and only where the log stands; whether something is missing.

        What is missing may only be late: give it a moment.
        """
        if self.cursor is None:
            return False  # the first page is on the way, and has it
        if _epoch(page.cursor) != _epoch(self.cursor):
            self._stands = page.cursor
            return True
        for message in page.messages:
            self._message(message)
        self._join()
        self._stands = page.cursor if _number(page.cursor) > self.last and not self._early else None
        return self.behind

    def page(self, page: Page) -> bool:
        """Take a page of the log that was asked for; whether to ask on."""
        if self.cursor is None or page.gap:
            known = {message.key for message in self.messages}
            self.messages += [message for message in page.messages if message.key not in known]
            self.gaps += page.gap
            self.cursor = page.cursor
        else:
            last = self.last
            self.messages += [message for message in page.messages if message.id > last]
            self.cursor = page.cursor if _number(page.cursor) > last else self.cursor
        self._stands = None
        kept = {} if page.gap else self._early
        self._early = {number: one for number, one in kept.items() if number > self.last}
        self._join()
        return page.more

    def _message(self, message: Message) -> None:
        if message.id <= self.last or message.id in self._early:
            self.doubles += 1
            return
        self.holes += message.id > self.last + 1
        if len(self._early) < EARLY:
            self._early[message.id] = message
            self._join()

    def _join(self) -> None:
        """Append what waits, as far as it follows."""
        assert self.cursor is not None
        last = self.last
        while (message := self._early.pop(last + 1, None)) is not None:
            self.messages.append(message)
            last += 1
        self.cursor = f"{_epoch(self.cursor)}.{last}"


def _epoch(cursor: str) -> str:
    return cursor.rpartition(".")[0]


def _number(cursor: str) -> int:
    return int(cursor.rpartition(".")[2])
