"""What one client may cost. All times are seconds; those for giving up stand still while a tap holds."""

from dataclasses import dataclass

from helpers.protocols.signalr.records import LIMIT

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """``handshake``: until its first record is there; ``keepalive``: of our silence, after which we ping;
    ``timeout``: of its silence, after which it is given up. ``record``: bytes of one; ``running``: invocations under
    way; ``waiting``: clients that have negotiated and not come. As in ASP.NET Core, where that has a default.
    """

    handshake: float = 15.0
    keepalive: float = 15.0
    timeout: float = 30.0
    record: int = LIMIT
    running: int = 100
    waiting: int = 1_000
