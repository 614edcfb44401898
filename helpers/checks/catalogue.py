"""Every exercise of the course, in the order in which a learner meets them."""

from helpers.checks.exercise import Exercise
from helpers.checks.loops.breaker import BREAKER
from helpers.checks.loops.catch_up import CATCH_UP
from helpers.checks.loops.delay import DELAY
from helpers.checks.loops.follow import FOLLOW
from helpers.checks.loops.hold import HOLD
from helpers.checks.loops.newest import NEWEST
from helpers.checks.loops.poll import POLL
from helpers.checks.loops.poll_until import POLL_UNTIL
from helpers.checks.loops.poll_watched import POLL_WATCHED
from helpers.checks.loops.recover import RECOVER
from helpers.checks.loops.retry_after import RETRY_AFTER
from helpers.checks.polling.beside import BESIDE
from helpers.checks.polling.intervals import INTERVALS
from helpers.checks.polling.newer import NEWER
from helpers.checks.polling.read_post import READ_POST
from helpers.checks.polling.reply_to import REPLY_TO
from helpers.checks.websocket.accept_key import ACCEPT_KEY
from helpers.checks.websocket.close import IS_SENDABLE
from helpers.checks.websocket.frame import WRITE_FRAME
from helpers.checks.websocket.handshake import HANDSHAKE
from helpers.checks.websocket.header import READ_HEADER
from helpers.checks.websocket.mask import UNMASK
from helpers.checks.websocket.messages import REASSEMBLE
from helpers.checks.websocket.utf8 import DECODE_FRAGMENTS

__all__ = ["EXERCISES", "find"]

EXERCISES: tuple[Exercise, ...] = (
    REPLY_TO,
    BESIDE,
    INTERVALS,
    READ_POST,
    NEWER,
    POLL,
    NEWEST,
    POLL_UNTIL,
    POLL_WATCHED,
    RETRY_AFTER,
    BREAKER,
    DELAY,
    RECOVER,
    HOLD,
    CATCH_UP,
    FOLLOW,
    ACCEPT_KEY,
    HANDSHAKE,
    UNMASK,
    READ_HEADER,
    WRITE_FRAME,
    REASSEMBLE,
    IS_SENDABLE,
    DECODE_FRAGMENTS,
)


def find(name: str) -> Exercise | None:
    """The exercise of this name."""
    return next((exercise for exercise in EXERCISES if exercise.name == name), None)
