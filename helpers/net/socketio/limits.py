"""What one client may cost. All times are seconds, and stand still while a tap holds."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """``ping_interval`` and ``ping_timeout`` are told to the client; ``connect``: to enter the first namespace.

    ``payload``: bytes of a request's body or of a message; ``waiting``: packets for a client that does not come to
    fetch them; ``attachments``: of one packet; ``head``: bytes of a request's head.
    """

    ping_interval: float = 25.0
    ping_timeout: float = 20.0
    connect: float = 45.0
    payload: int = 1_000_000
    waiting: int = 1_000
    attachments: int = 10
    head: int = 2**14
