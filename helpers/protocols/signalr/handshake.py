"""The first record of each side: which encoding is spoken from here on (HubProtocol, "Overview").

A record's text comes in, a request or a response comes out, and back. Both are JSON, whatever they agree on.
"""

from dataclasses import dataclass

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.jsonobject import dump, load

__all__ = ["PROTOCOL", "VERSION", "HandshakeRequest", "HandshakeResponse"]

PROTOCOL = "json"  # "messagepack" is the other one, and is not spoken here
VERSION = 1


@dataclass(frozen=True, slots=True)
class HandshakeRequest:
    """What the client wants to speak."""

    protocol: str = PROTOCOL
    version: int = VERSION

    @classmethod
    def parse(cls, text: str) -> "HandshakeRequest":
        """Read the first record of a client."""
        said = load(text)
        protocol, version = said.get("protocol"), said.get("version")
        if not isinstance(protocol, str) or type(version) is not int:
            raise RemoteProtocolError(
                "the first record is a handshake: a protocol (text) and a version (number)"
            )
        return cls(protocol, version)

    def serialize(self) -> str:
        """The text of the record."""
        return dump({"protocol": self.protocol, "version": self.version})

    def answer(self) -> "HandshakeResponse":
        """What a server says to it that speaks JSON in version 1."""
        if self.protocol != PROTOCOL:
            return HandshakeResponse(f"Requested protocol '{self.protocol[:40]}' is not available.")
        if self.version != VERSION:
            return HandshakeResponse(f"Version {self.version} is not spoken here, only {VERSION}.")
        return HandshakeResponse()


@dataclass(frozen=True, slots=True)
class HandshakeResponse:
    """``error`` says why not; an empty object is a yes."""

    error: str | None = None

    @classmethod
    def parse(cls, text: str) -> "HandshakeResponse":
        """Read the first record of a server."""
        said = load(text)
        error = said.get("error")
        if "type" in said or not isinstance(error, str | None):
            raise RemoteProtocolError("the first record of a server is the answer to the handshake")
        return cls(error)

    def serialize(self) -> str:
        """The text of the record."""
        return dump({} if self.error is None else {"error": self.error})
