"""The one way to hear that nothing comes or goes any more."""

__all__ = ["Ended"]


class Ended(ConnectionError):
    """The connection is over; ``code`` is the peer's or our own (RFC 6455 §7.4)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}{reason and ': '}{reason}")
        self.code, self.reason = code, reason
