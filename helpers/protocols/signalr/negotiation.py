"""The answer to ``POST …/negotiate``: an id for others, a token for oneself, the ways that are offered.

The JSON of a body comes in, a negotiation comes out, and back (TransportProtocols, "POST [endpoint-base]/negotiate").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.jsonobject import dump, load

__all__ = ["VERSION", "WEBSOCKETS", "Negotiation", "agreed_version", "named_id"]

VERSION = 1
WEBSOCKETS = "WebSockets"


@dataclass(frozen=True, slots=True)
class Negotiation:
    """``token`` is what the next request says in ``id=`` and nobody else may know; in version 0 that is ``id``."""

    id: str
    token: str = ""
    version: int = VERSION
    transports: tuple[str, ...] = (WEBSOCKETS,)

    @property
    def secret(self) -> str:
        """What the next request says in ``id=``."""
        return self.token if self.version else self.id

    @classmethod
    def parse(cls, body: str | bytes) -> "Negotiation":
        """Read a body; a refusal, and being sent elsewhere, are errors."""
        said = load(body)
        if "error" in said:
            raise RemoteProtocolError(f"the server refuses: {said['error']}")
        if "url" in said:
            raise RemoteProtocolError(f"the server sends us to {said['url']}")
        version = said.get("negotiateVersion", 0)
        texts = [said.get("connectionId"), said.get("connectionToken", "" if version == 0 else None)]
        if version not in (0, VERSION) or not all(isinstance(one, str) for one in texts):
            raise RemoteProtocolError(
                "no negotiation: version 0 with a connectionId, or 1 with a token as well"
            )
        return cls(
            str(texts[0]), str(texts[1]), version, tuple(map(_name, said.get("availableTransports") or ()))
        )

    def serialize(self) -> str:
        """Write a body."""
        offered = [{"transport": one, "transferFormats": ["Text"]} for one in self.transports]
        token = {"connectionToken": self.token} if self.version else {}
        ids = {"connectionId": self.id, "negotiateVersion": self.version}
        return dump(token | ids | {"availableTransports": offered})


def agreed_version(asked: str | None) -> int:
    """The version for a request with this ``negotiateVersion``: the client's, or the largest that we have."""
    # "If the query string is omitted, the server treats the version as zero."
    return min(int(asked), VERSION) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 0


def named_id(target: str) -> str:
    """The ``id=`` of a request's target, or nothing."""
    try:
        return parse_qs(urlsplit(target).query, max_num_fields=50).get("id", [""])[-1]
    except ValueError:
        return ""


def _name(offered: Mapping[str, Any]) -> str:
    if not (isinstance(offered, dict) and isinstance(offered.get("transport"), str)):
        raise RemoteProtocolError("no negotiation: a transport has a name")
    return str(offered["transport"])
