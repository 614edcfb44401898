"""Node's ``ws`` opposite ours: each window of permessage-deflate, with takeover and without, both ways."""

import json
import shutil
from asyncio.subprocess import PIPE, create_subprocess_exec
from itertools import product
from pathlib import Path

import pytest

from helpers.net.websocket import connect_websocket, serve_websocket
from tests.net.net_samples import in_loop
from tests.net.websocket.websocket_samples import echo

NODE_MODULES = Path(__file__).parents[3] / "node_modules"
pytestmark = [
    pytest.mark.skipif(not shutil.which("node"), reason="no Node: sudo apt-get install nodejs"),
    pytest.mark.skipif(not (NODE_MODULES / "ws").is_dir(), reason="no ws: npm ci"),
]
WAYS = [
    {"serverMaxWindowBits": bits, "clientMaxWindowBits": bits, "serverNoContextTakeover": not takeover,
     "clientNoContextTakeover": not takeover, "threshold": 0}
    for bits, takeover in product(range(9, 16), (True, False))
]  # fmt: skip
WORDS = " ".join(f"{number * 7919 % 1000:03}" for number in range(3000))
SAID = [WORDS, WORDS, "Olé", ""]
CLIENT = """
const WebSocket = require("ws"), [url, ways, said] = [process.argv[1], ...process.argv.slice(2).map(JSON.parse)];
const one = way => new Promise((done, failed) => {
  const socket = new WebSocket(url, { perMessageDeflate: way }), heard = [];
  socket.on("open", () => said.forEach(text => socket.send(text)));
  socket.on("message", data => { heard.push(String(data)); if (heard.length === said.length) socket.close(1000); });
  socket.on("close", code => done([code, socket.extensions, heard]));
  socket.on("error", failed);
});
Promise.all(ways.map(one)).then(all => console.log(JSON.stringify(all)));
"""
SERVER = """
const WebSocket = require("ws"), ways = JSON.parse(process.argv[1]), server = require("http").createServer();
const rooms = ways.map(way => new WebSocket.Server({ noServer: true, perMessageDeflate: way }));
const welcome = one => one.on("message", (data, isBinary) => one.send(data, { binary: isBinary }));
server.on("upgrade", (request, socket, head) => {
  rooms[+request.url.slice(1)].handleUpgrade(request, socket, head, welcome);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
"""


def node(*arguments: str):
    env = {"NODE_PATH": str(NODE_MODULES), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    return create_subprocess_exec("node", "-e", *arguments, stdin=PIPE, stdout=PIPE, env=env)


@in_loop
async def test_its_client_at_our_server():
    server = await serve_websocket("echo", echo, deflate=True)
    process = await node(CLIENT, server.url("/", "ws"), json.dumps(WAYS), json.dumps(SAID))
    said = json.loads((await process.communicate())[0])
    assert [(code, heard) for code, _, heard in said] == [(1000, SAID)] * len(WAYS)
    assert {extensions for _, extensions, _ in said} == {"permessage-deflate"}


@in_loop
async def test_our_client_at_its_server():
    process = await node(SERVER, json.dumps(WAYS))
    try:
        port = int(await process.stdout.readline())
        for number in range(len(WAYS)):
            async with connect_websocket(f"ws://127.0.0.1:{port}/{number}", deflate=True) as socket:
                for text in SAID:
                    await socket.send(text)
                    assert await socket.receive() == text
            assert socket.over.code == 1000
    finally:
        process.stdin.close()
        await process.communicate()
