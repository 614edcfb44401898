"""An echo server in a process of its own: prints its port, ends when its input does.

With a file of a key and its certificate as argument it speaks TLS, by asyncio's own.
"""

import asyncio
import ssl
import sys


class Echo(asyncio.Protocol):
    """Sends back what it reads."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


def warm_heap() -> None:
    """Once a block of this size was freed, glibc serves smaller ones (all reads) from the heap, not the system."""
    for _ in range(2):
        bytearray(2**24)[-1] = 1


async def main() -> None:
    warm_heap()
    loop = asyncio.get_running_loop()
    tls = None
    if sys.argv[1:]:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[1])
    server = await loop.create_server(Echo, "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
