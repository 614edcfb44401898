"""Other people's clients through a stepping tap that ends TLS: curl, aiohttp, websockets, Chromium."""

import asyncio
import shutil
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from helpers.net import Tap, finish, serve, spawn, tap
from helpers.net.peers import connect_websockets, serve_websockets
from helpers.net.tls import Authority
from tests.net.net_samples import in_loop, run_async

AUTHORITY = Authority()


async def stepping_wire() -> Tap:
    """An aiohttp application behind TLS, and a tap that holds what passes."""

    async def hello(request: web.Request) -> web.Response:
        return web.Response(text=f"<p>hello by {request.scheme}</p>", content_type="text/html")

    async def file(request: web.Request) -> web.FileResponse:
        return web.FileResponse(__file__)

    app = web.Application()
    app.add_routes([web.get("/", hello), web.get("/file", file)])
    return await tap("wire", await serve("web", app=app, tls=AUTHORITY), hold=True)


async def step_head_and_answer(wire: Tap) -> None:
    assert (await wire.step(timeout=30)).data.startswith(b"GET / HTTP/1.1\r\n")
    assert (await wire.step()).data.startswith(b"HTTP/1.1 200 OK\r\n")
    assert (await wire.step()).data == b"<p>hello by https</p>"


async def output(*command: str | Path) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return (await process.communicate())[0]


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl: sudo apt-get install curl")
def test_curl(tmp_path: Path) -> None:
    pem = tmp_path / "authority.pem"
    pem.write_text(AUTHORITY.pem, "ascii")

    @in_loop
    async def step() -> None:
        wire = await stepping_wire()
        curl = spawn("curl", output("curl", "-s", "--http1.1", "--cacert", pem, wire.url()))
        await step_head_and_answer(wire)
        assert await finish(curl) == b"<p>hello by https</p>"
        wire.run()
        by_its_own = output(
            "curl", "-sw", "%{http_version}", "-o", tmp_path / "file", "--cacert", pem, wire.url("/file")
        )
        assert await finish(by_its_own) == b"1.1"  # it offers h2 too, but the server does not

    step()
    assert (tmp_path / "file").read_bytes() == Path(__file__).read_bytes()


@in_loop
async def test_aiohttp() -> None:
    wire = await stepping_wire()

    async def ask() -> str:
        context = AUTHORITY.client_context()
        async with aiohttp.ClientSession() as session, session.get(wire.url(), ssl=context) as reply:
            return await reply.text()

    ada = spawn("ada", ask())
    await step_head_and_answer(wire)
    assert await finish(ada) == "<p>hello by https</p>"


@in_loop
async def test_websockets() -> None:
    async def echo(socket) -> None:  # type: ignore[no-untyped-def]
        async for message in socket:
            await socket.send(message)

    wire = await tap("wire", await serve_websockets("chat", echo, tls=AUTHORITY), hold=True)

    async def talk() -> object:
        url = wire.url(scheme="ws")
        async with connect_websockets(url, ssl=AUTHORITY.client_context(), compression=None) as socket:
            await socket.send("hello")
            return await socket.recv()

    ada = spawn("ada", talk())
    assert [(await wire.step()).kind for _ in range(4)] == ["head", "head", "frame", "frame"]
    wire.run()
    assert await finish(ada) == "hello"


@pytest.mark.browser
def test_chromium(chromium: str, tmp_path: Path) -> None:
    async def step() -> None:
        wire = await stepping_wire()
        options = [
            *("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom"),
            f"--ignore-certificate-errors-spki-list={AUTHORITY.fingerprint}",
        ]
        browser = spawn("chromium", output(chromium, *options, wire.url()))
        await step_head_and_answer(wire)
        wire.run()
        assert b"<p>hello by https</p>" in await finish(browser, limit=30)

    run_async(step(), debug=False)  # its start blocks the loop for longer than debug mode likes
