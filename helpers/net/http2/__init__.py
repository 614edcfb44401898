"""HTTP/2 that runs: a server and a client on asyncio, over the ``h2`` library, which knows the protocol's states.

``serve_http2`` starts a server whose handlers are small coroutines: a ``Request`` in, a ``Reply`` out, whose body may
be an iterator that never ends. ``connect_http2`` is the client. ``Limits`` is what a server puts up with.
"""

from helpers.net.http2.client import Http2Client, Response, connect_http2
from helpers.net.http2.limits import Limits
from helpers.net.http2.messages import Handler, Reply, Request, TooLong
from helpers.net.http2.server import serve_http2

__all__ = [
    "Handler",
    "Http2Client",
    "Limits",
    "Reply",
    "Request",
    "Response",
    "TooLong",
    "connect_http2",
    "serve_http2",
]
