"""Every exercise of the course, in the order in which a learner meets them."""

from helpers.checks.engine.exercise import Exercise
from helpers.checks.exercises.accept_key import ACCEPT_KEY
from helpers.checks.exercises.agree import AGREE
from helpers.checks.exercises.beside import BESIDE
from helpers.checks.exercises.breaker import BREAKER
from helpers.checks.exercises.catch_up import CATCH_UP
from helpers.checks.exercises.come_back import COME_BACK
from helpers.checks.exercises.decode_fragments import DECODE_FRAGMENTS
from helpers.checks.exercises.delay import DELAY
from helpers.checks.exercises.follow import FOLLOW
from helpers.checks.exercises.handshake import HANDSHAKE
from helpers.checks.exercises.hold import HOLD
from helpers.checks.exercises.is_sendable import IS_SENDABLE
from helpers.checks.exercises.measure import MEASURE
from helpers.checks.exercises.newer import NEWER
from helpers.checks.exercises.newest import NEWEST
from helpers.checks.exercises.once import ONCE
from helpers.checks.exercises.poll import POLL
from helpers.checks.exercises.poll_until import POLL_UNTIL
from helpers.checks.exercises.poll_watched import POLL_WATCHED
from helpers.checks.exercises.read_header import READ_HEADER
from helpers.checks.exercises.read_post import READ_POST
from helpers.checks.exercises.reassemble import REASSEMBLE
from helpers.checks.exercises.recover import RECOVER
from helpers.checks.exercises.reply_to import REPLY_TO
from helpers.checks.exercises.unmask import UNMASK
from helpers.checks.exercises.write_frame import WRITE_FRAME

__all__ = ["EXERCISES", "find"]

EXERCISES: tuple[Exercise, ...] = (
    REPLY_TO,
    BESIDE,
    MEASURE,
    READ_POST,
    NEWER,
    ONCE,
    POLL,
    NEWEST,
    POLL_UNTIL,
    POLL_WATCHED,
    COME_BACK,
    BREAKER,
    DELAY,
    RECOVER,
    HOLD,
    CATCH_UP,
    FOLLOW,
    ACCEPT_KEY,
    HANDSHAKE,
    AGREE,
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
