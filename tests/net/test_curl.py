"""curl in a cell: what it says comes back, and a machine without it is told so."""

import asyncio
import shutil

import pytest

from helpers.net import serve, stop_all
from helpers.net.curl import curl


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_what_curl_gets_comes_back_and_so_does_its_error():
    async def main() -> tuple[str, str]:
        async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.0 200 OK\r\n\r\nhello")
            writer.close()

        server = await serve("curled", handler=hello)
        try:
            return await curl(server.url("/")), await curl("gopherish://nowhere")
        finally:
            await stop_all()

    said, refused = asyncio.run(main())
    assert said == "hello"
    assert "gopherish" in refused


def test_a_machine_without_it_is_told_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "not installed" in asyncio.run(curl("http://127.0.0.1/"))
