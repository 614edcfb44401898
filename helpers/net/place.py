"""Where somebody listens, and the address that clients are given."""

from typing import Protocol

from helpers.net.tls import NAME, Authority

__all__ = ["Place", "address"]

SECURE = {"http": "https", "ws": "wss"}


class Place(Protocol):
    """A server, or a tap before one."""

    name: str
    host: str

    @property
    def port(self) -> int:
        """Its port."""

    @property
    def authority(self) -> Authority | None:
        """Who vouches for it, where it speaks TLS."""


def address(place: Place, path: str, scheme: str) -> str:
    """The address of ``path`` at ``place``; by a name where it speaks TLS, since a certificate needs one."""
    if place.authority is None:
        return f"{scheme}://{place.host}:{place.port}{path}"
    return f"{SECURE.get(scheme, scheme)}://{NAME}:{place.port}{path}"
