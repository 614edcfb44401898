"""Other people's clients at the chat over HTTP/2 with TLS: curl and Node listen, post, and hear each other."""

import asyncio
import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from helpers.net import tap
from tests.chat.chat_samples import body, in_loop
from tests.chat.stream_samples import AUTHORITY, CLIENTS, PATHS, fresh, join, serve_chat, texts

EACH = pytest.mark.parametrize("way", CLIENTS)
NODE = """
const [url, ca, path] = process.argv.slice(1);
const client = require("node:http2").connect(url, { ca: require("node:fs").readFileSync(ca) });
const listening = client.request({ ":path": path });
listening.setEncoding("utf8");
listening.on("data", (data) => process.stdout.write(data));
listening.once("data", () => {
  for (let n = 0; n < 5; n += 1) {
    const posting = client.request({ ":method": "POST", ":path": path, "content-type": "application/json" });
    posting.resume();
    posting.end(JSON.stringify({ key: `node${n}`, name: "node", text: `node ${n}` }));
  }
});
"""


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    path.write_text(AUTHORITY.pem, "ascii")
    return path


def heard(said: bytes) -> list[str]:
    """The texts of all whole pages in a reply, of lines or of events."""
    lines = [line.removeprefix("data: ") for line in said.decode().split("\n")[:-1]]
    pages = [json.loads(line) for line in lines if line.startswith("{")]
    return [message["text"] for page in pages for message in page["messages"]]


class Listening:
    """A process whose output is a reply of the chat."""

    def __init__(self, *command: object) -> None:
        self.command, self.said = [str(one) for one in command], b""

    async def __aenter__(self) -> "Listening":
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(*self.command, stdout=pipe)
        return self

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(20):
            while len(heard(self.said)) < count:
                more = await self.process.stdout.read(2**16)
                assert more, "it has left"
                self.said += more
        return heard(self.said)

    async def __aexit__(self, *exception: object) -> None:
        with suppress(ProcessLookupError):  # it has ended
            self.process.kill()
        await self.process.communicate()


@EACH
@in_loop
async def test_curl_and_node_chat(way: str, pem: Path):
    if not shutil.which("curl") or not shutil.which("node"):
        pytest.skip("curl or Node is missing: sudo apt-get install curl nodejs")
    chat, path = fresh(), PATHS[way]
    server = await serve_chat(chat, http2=True)
    wire = await tap("wire", server)
    curl = ["curl", "-sN", "--http2", "--cacert", pem]
    async with Listening(*curl, wire.url(path)) as listening, join(wire, way) as eve:
        await eve.post("eve 0")
        assert await listening.until(1) == ["eve 0"]
        post = [
            *curl,
            "-H",
            "Content-Type: application/json",
            "-w",
            " %{http_version} %{http_code}",
            wire.url(path),
        ]
        async with Listening(*post, "-d", body(name="curl", text="curl 0").decode()) as posting:
            said = (await posting.process.stdout.read()).decode()
            assert said.endswith(" 2 201")
        async with Listening("node", "-e", NODE, wire.url(""), pem, path) as node:
            expected = ["eve 0", "curl 0", *(f"node {n}" for n in range(5))]
            assert await node.until(7) == await listening.until(7) == expected
            await eve.seen(7)
            assert texts(eve) == expected
    assert server.log == []
