"""The handshake of Engine.IO: what the open packet says, and what a request's address asks for (protocol 4).

The data of an open packet come in as text, and go out as such; a request's target comes in, an ``Asked`` comes out.
"""

import json
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from helpers.protocols.errors import RemoteProtocolError

__all__ = ["TRANSPORTS", "VERSION", "Asked", "Handshake", "is_engineio"]

VERSION = "4"
TRANSPORTS = ("polling", "websocket")


@dataclass(frozen=True, slots=True)
class Handshake:
    """What a server says first: the session's id, how it may be upgraded, and its limits; times in milliseconds."""

    sid: str
    upgrades: tuple[str, ...] = ()
    ping_interval: int = 25_000
    ping_timeout: int = 20_000
    max_payload: int = 1_000_000

    @classmethod
    def parse(cls, data: str | bytes) -> "Handshake":
        """Read the data of an open packet."""
        try:
            said = json.loads(data)
            upgrades, sid = tuple(said["upgrades"]), said["sid"]
            numbers = [said[name] for name in ("pingInterval", "pingTimeout", "maxPayload")]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise RemoteProtocolError(f"no handshake: {type(error).__name__}: {error}") from None
        if not (isinstance(sid, str) and sid and all(isinstance(one, str) for one in upgrades)):
            raise RemoteProtocolError("no handshake: sid and upgrades are texts")
        if not all(type(number) is int and number >= 0 for number in numbers):
            raise RemoteProtocolError("no handshake: times and sizes are numbers, and not negative")
        return cls(sid, upgrades, *numbers)

    def serialize(self) -> str:
        """Write the data of an open packet."""
        said = {
            "sid": self.sid,
            "upgrades": list(self.upgrades),
            "pingInterval": self.ping_interval,
            "pingTimeout": self.ping_timeout,
            "maxPayload": self.max_payload,
        }
        return json.dumps(said, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a request says: which transport, and of which session (``""``: a new one)."""

    transport: str
    sid: str = ""

    @classmethod
    def parse(cls, target: str) -> "Asked":
        """Read a request's target; what the protocol does not know is refused with 400."""
        # "If a mandatory query parameter is missing, then the server MUST respond with an HTTP 400 error status."
        query = _query(target)
        version, transport = query.get("EIO", ""), query.get("transport", "")
        if version != VERSION:
            raise RemoteProtocolError(f"EIO is {version!r}, only version {VERSION} is spoken", status=400)
        if transport not in TRANSPORTS:
            raise RemoteProtocolError(f"unknown transport {transport!r}", status=400)
        return cls(transport, query.get("sid", ""))


def is_engineio(target: str) -> bool:
    """Whether a request to this target speaks version 4."""
    return _query(target).get("EIO") == VERSION


def _query(target: str) -> dict[str, str]:
    try:
        return {
            name: values[-1] for name, values in parse_qs(urlsplit(target).query, max_num_fields=50).items()
        }
    except ValueError:
        return {}
