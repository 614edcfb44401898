"""Stop ends any wait within a second, whatever waits, and says where it stood."""

import asyncio

import pytest

from tests.lessons.kernels import NOTEBOOKS, cells_of, kernel

SETUP = """
import asyncio
from helpers.net import finish, serve, spawn, tap
from helpers.net.patient import patient_session
from helpers.net.peers import connect_websockets, serve_websockets

async def silent(reader, writer):
    await reader.read()

async def polite(reader, writer):
    from helpers.net.raw_websocket import welcome
    await welcome(reader, writer)
    await asyncio.Event().wait()

mute = await serve("mute", handler=silent)
deaf = await serve("deaf", handler=polite)
held = await tap("held", deaf, hold=True)
"""
CPU = "import resource as _r; _u = _r.getrusage(_r.RUSAGE_SELF); print(_u.ru_utime + _u.ru_stime)"
WAITS = {
    "a handshake that is never answered": """
async with connect_websockets(mute.url("/chat", scheme="ws")) as socket:
    await socket.recv()
""",
    "a message that never comes": """
async with connect_websockets(deaf.url("/chat", scheme="ws")) as socket:
    await socket.recv()
""",
    "a close that is never answered": """
socket = await connect_websockets(deaf.url("/chat", scheme="ws"))
await socket.close()
""",
    "the end of a block, a close that is never answered": """
async with connect_websockets(deaf.url("/chat", scheme="ws")) as socket:
    pass
""",
    "a request that is never answered": """
async with patient_session() as session, session.get(mute.url("/")) as reply:
    await reply.text()
""",
    "a step that nobody can take": "await held.step(timeout=60)",
    "a party that goes on": "await finish(spawn('sleeper', asyncio.sleep(60)), limit=60)",
    "a plain sleep": "await asyncio.sleep(60)",
    "a loop that never waits": """
while True:
    await asyncio.sleep(0)
""",
    "code that blocks": """
import time
time.sleep(60)
""",
}


@pytest.mark.parametrize("what", WAITS)
def test_stop_ends_it_and_says_where(kernels, what, tmp_path):
    async def main():
        async with kernel(kernels, tmp_path, NOTEBOOKS[0]) as one:
            for source in (cells_of(NOTEBOOKS[0])[0][0], SETUP):
                assert not (await one.run(source)).error
            before = float((await one.run(CPU)).text)
            reply = await one.run(WAITS[what], interrupt_after=0.4, limit=10)
            return reply, float((await one.run(CPU)).text) - before

    reply, seconds = asyncio.run(main())
    assert not reply.timed_out
    line = WAITS[what].strip().splitlines()
    assert any(f": {one.strip()}" in reply.shown for one in line), reply.shown
    assert reply.error in ("KeyboardInterrupt", "CancelledError"), reply
    assert seconds < 1  # of the kernel's processor: the wall clock of a busy machine says nothing
