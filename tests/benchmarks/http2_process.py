"""A server of HTTP/2 over TLS in a process of its own: prints its port, ends when its input does.

Its argument is a file of a key and its certificate.
"""

import asyncio
import ssl
import sys
from collections.abc import Sequence

from helpers.net import stop_all
from helpers.net.http2 import Reply, Request, serve_http2


class Given:
    """Somebody else's authority, of whom only the server's certificate is known."""

    def __init__(self, file: str) -> None:
        self.file = file

    def server_context(self, *, alpn: Sequence[str] = ()) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        context.set_alpn_protocols(list(alpn))
        return context


async def main() -> None:
    async def answer(request: Request) -> Reply:
        return Reply(200, {}, bytes(64))

    server = await serve_http2("elsewhere", answer, tls=Given(sys.argv[1]))  # type: ignore[arg-type]
    print(server.port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await stop_all()


if __name__ == "__main__":
    asyncio.run(main())
