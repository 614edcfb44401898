"""Records of SignalR: texts, each with 0x1E behind it (HubProtocol, "JSON Encoding").

Messages of a WebSocket come in, whole records come out, however they were cut; and back. What a record says is for
``messages.py``.
"""

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError

__all__ = ["LIMIT", "SEPARATOR", "Records", "record"]

# "All JSON messages must be terminated by the ASCII character 0x1E (record separator)."
SEPARATOR = "\x1e"
LIMIT = 32 * 1024  # bytes of one record, as ASP.NET Core has it by default


class Records:
    """One side's records; ``limit``: bytes of one, its separator aside."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        self._limit, self._rest = limit, ""

    @property
    def rest(self) -> str:
        """What has come of a record whose end has not."""
        return self._rest

    def receive(self, text: str) -> list[str]:
        """Take what came; return the records that are whole now."""
        *whole, rest = text.split(SEPARATOR)
        if whole:
            whole[0] = self._rest + whole[0]
            self._rest = rest
        else:
            self._rest += rest
        for one in (*whole, self._rest):
            self._check(one)
        return whole

    def _check(self, one: str) -> None:
        if 4 * len(one) > self._limit and len(one.encode("utf-8", "surrogatepass")) > self._limit:
            raise RemoteProtocolError(f"a record of more than {self._limit} bytes", close_code=1009)


def record(text: str) -> str:
    """One record to send."""
    if SEPARATOR in text:
        raise LocalProtocolError("a separator (0x1E) inside a record would make two of it")
    return text + SEPARATOR
