"""The chat itself: messages, the history that greets, the log that lets a client catch up. No transport, no clock.

What enters: bodies as bytes, cursors as text. What leaves: messages, pages, or a ``BadPost`` / ``BadCursor`` with a
reason that a person can act on. A cursor is ``epoch.id``: the epoch names one life of this server, so that an id from
before a restart is never taken for one of today's. It imports nothing of the course.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

__all__ = ["BadCursor", "BadPost", "Chat", "Conflict", "History", "Message", "Page", "Post", "parse_post"]

SHOWN = 50  # messages on arrival
KEPT = 10_000  # messages that ?after= can reach back
PAGE = 500  # messages in one reply
NAME_LIMIT, TEXT_LIMIT = 40, 2_000  # characters
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
CURSOR = re.compile(r"([A-Za-z0-9_-]{1,32})\.([0-9]{1,15})")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and newline
UNSEEN = re.compile(  # blanks, controls, and what Unicode calls default ignorable: fillers, joiners, directions
    r"[\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


class BadPost(ValueError):
    """This body is not a post; the message says what is wrong with it."""


class BadCursor(ValueError):
    """This text never was a cursor of ours."""


class Conflict(ValueError):
    """A key was used before, for something else."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a client sends; ``key`` is the client's own, so that sending it twice stores it once."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """A post that was stored: numbered from 1 without holes, with the server's time (Unix seconds)."""

    id: int
    key: str
    name: str
    text: str
    time: float

    def as_json(self) -> dict[str, object]:
        """A plain object for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to a poll. ``gap``: there were messages before these that are gone. ``more``: ask again at once."""

    messages: Sequence[Message]
    cursor: str
    gap: bool = False
    more: bool = False

    def as_json(self) -> dict[str, object]:
        """A plain object for JSON."""
        messages = [message.as_json() for message in self.messages]
        return {"messages": messages, "cursor": self.cursor, "gap": self.gap, "more": self.more}


def parse_post(body: bytes) -> Post:
    """Read a JSON object with ``key``, ``name`` and ``text``; other members are ignored."""
    try:
        value = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadPost(
            f"the body is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}"
        ) from None
    except json.JSONDecodeError as error:
        raise BadPost(f"the body is not JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):
        raise BadPost(
            "the body is not JSON that we can read: it is nested too deep or has too long a number"
        ) from None
    if not isinstance(value, dict):
        raise BadPost(f"expected a JSON object, found {_kind(value)}")
    key, name, text = (_text(value, member) for member in ("key", "name", "text"))
    if not KEY.fullmatch(key):
        raise BadPost("key must be 1 to 64 letters, digits, _ or -")
    return Post(key, _short(name.strip(), "name", NAME_LIMIT), _short(text.strip(), "text", TEXT_LIMIT))


def _text(value: dict[str, object], member: str) -> str:
    if member not in value:
        raise BadPost(f"{member} is missing")
    text = value[member]
    if not isinstance(text, str):
        raise BadPost(f"{member} must be a string, not {_kind(text)}")
    return text


def _short(text: str, member: str, limit: int) -> str:
    if not text:
        raise BadPost(f"{member} is empty")
    if UNSEEN.fullmatch(text):
        raise BadPost(f"{member} has no character that can be seen")
    if len(text) > limit:
        raise BadPost(f"{member} has {len(text)} characters, at most {limit} are allowed")
    if CONTROL.search(text) or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadPost(f"{member} has a control character or half a surrogate pair")
    return text


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


class History:
    """The newest messages, for those who arrive."""

    def __init__(self, size: int = SHOWN) -> None:
        self.messages: deque[Message] = deque(maxlen=size)

    def add(self, message: Message) -> None:
        """Add one; when it is full the oldest falls out."""
        self.messages.append(message)


@dataclass(slots=True)
class Chat:
    """All that the server knows. ``epoch`` must differ at each start; ``now`` is the time of day."""

    epoch: str
    now: Callable[[], float]
    shown: int = SHOWN
    kept: int = KEPT
    _history: History = field(init=False)
    _log: deque[Message] = field(init=False)
    _by_key: dict[str, Message] = field(default_factory=dict)
    _last: int = 0
    _listeners: list[Callable[[Message], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not CURSOR.fullmatch(f"{self.epoch}.0"):
            raise ValueError(f"an epoch is 1 to 32 letters, digits, _ or -, not {self.epoch!r}")
        self._history, self._log = History(self.shown), deque(maxlen=self.kept)

    @property
    def cursor(self) -> str:
        """Where the chat stands: the cursor of its newest message."""
        return f"{self.epoch}.{self._last}"

    def post(self, post: Post) -> tuple[Message, bool]:
        """Store ``post`` unless its key was stored before; the message, and whether it is new.

        A ``Conflict`` says that the key stands for something else. Keys are known as long as the log reaches back.
        """
        known = self._by_key.get(post.key)
        if known is not None:
            if (known.name, known.text) != (post.name, post.text):
                raise Conflict(f"key {post.key} was used before, for another message")
            return known, False
        self._last += 1
        message = Message(self._last, post.key, post.name, post.text, self.now())
        self._keep(message)
        for listener in tuple(self._listeners):
            listener(message)
        return message, True

    def greeting(self) -> Page:
        """What a client gets that asks for the first time: the newest messages."""
        return Page(tuple(self._history.messages), self.cursor)

    def after(self, cursor: str) -> Page:
        """What came after ``cursor``; where that cannot be told, ``gap`` and all from the oldest that is kept."""
        match = CURSOR.fullmatch(cursor)
        if match is None:
            raise BadCursor(f"{cursor[:40]!r} is not a cursor: take the one of the last reply")
        epoch, last = match[1], int(match[2])
        oldest = self._last - len(self._log)
        gap = epoch != self.epoch or not oldest <= last <= self._last
        start = 0 if gap else last - oldest
        messages = [self._log[n] for n in range(start, min(start + PAGE, len(self._log)))]
        more = start + len(messages) < len(self._log)
        return Page(messages, f"{self.epoch}.{messages[-1].id}" if more else self.cursor, gap, more)

    def subscribe(self, listener: Callable[[Message], None]) -> Callable[[], None]:
        """Call ``listener`` with each new message, at once; the function that comes back ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _keep(self, message: Message) -> None:
        if len(self._log) == self.kept:
            del self._by_key[self._log[0].key]
        self._log.append(message)
        self._history.add(message)
        self._by_key[message.key] = message
