"""A network in memory: the event loop's servers and connections, with no socket below them.

``install`` gives it to a loop. From then on ``create_server``, ``create_connection`` and what is made of them
(streams, aiohttp, websockets, our taps) meet on a 127.0.0.1 that is this loop's own: nobody else is on it.

What peers see is what they see over TCP (``tests/net/memory`` compares). What differs, and why:

==================================  ========================================================================
only 127.0.0.1, and no UDP          a browser tab has nobody else to talk to
a read comes in its place among     there is no system to be asked between two turns of the loop: over TCP
what is ready                       reads come after all that was ready, a connection takes some turns more
a port is the next, not any         two runs of a lesson give the same output
4 MiB wait for one who reads not    TCP's buffers grow as the system sees fit
the backlog has no limit            nobody retries a handshake after a second
a socket is a stand-in              its options but SO_LINGER change nothing, its number is no descriptor
``wait_closed`` waits               for all connections, also before Python 3.12, which forgot them
==================================  ========================================================================
"""

from helpers.net.memory.loop import MemoryNetwork, install

__all__ = ["MemoryNetwork", "install"]
