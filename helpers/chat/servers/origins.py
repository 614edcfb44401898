"""Whose pages may open a WebSocket: a browser lets any page try, with the visitor's cookies (RFC 6455 §10.2).

Enters: the handshake's ``Origin`` and ``Host``, and the other origins that are welcome. Leaves: yes or no. Who has no
``Origin`` is no page; a program may say what it likes. Rejected: comparing schemes, which a proxy may change.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

__all__ = ["ANY", "welcome"]

ANY = "*"


def welcome(origin: str | None, host: str, origins: Collection[str] = ()) -> bool:
    """Whether it is our own page, one of ``origins`` (such as ``"https://a.example"``), or no page at all."""
    if origin is None or origin in origins or ANY in origins:
        return True
    page = urlsplit(origin)
    default = {"http": ":80", "https": ":443"}.get(page.scheme)
    if default is None or not page.netloc:
        return False  # such as "null": a page from a file, or in a sandbox
    return page.netloc.lower().removesuffix(default) == host.lower().removesuffix(default)
