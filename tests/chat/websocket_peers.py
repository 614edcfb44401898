"""Other people's WebSockets in one chat with ours: each says ``count`` posts, and hears ``every`` one."""

import asyncio
import json
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path

import aiohttp
import websockets

NODE_MODULES = Path(__file__).parents[2] / "node_modules"
WS = """
const [url, count, all] = [process.argv[1], +process.argv[2], +process.argv[3]];
const WebSocket = require("ws");
const socket = new WebSocket(url, ["json"]), heard = [];
const post = number => ({ type: "post", key: `ws-${number}`, name: "ws", text: `ws ${number}` });
socket.on("open", () => {
  for (let number = 0; number < count; number++) socket.send(JSON.stringify(post(number)));
});
socket.on("message", data => {
  const value = JSON.parse(data);
  if (value.type === "page") heard.push(...value.page.messages.map(message => message.text));
  if (heard.length >= all) socket.close(1000);
});
socket.on("close", code => { console.log(JSON.stringify({ code, heard })); });
"""


def posts(name: str, count: int) -> list[str]:
    return [
        json.dumps({"type": "post", "key": f"{name}-{number}", "name": name, "text": f"{name} {number}"})
        for number in range(count)
    ]


def texts(message: str) -> list[str]:
    value = json.loads(message)
    return [one["text"] for one in value["page"]["messages"]] if value["type"] == "page" else []


async def the_library(url: str, count: int, every: int) -> list[str]:
    heard: list[str] = []
    async with websockets.connect(url, subprotocols=["json"]) as socket:
        for post in posts("library", count):
            await socket.send(post)
        while len(heard) < every:
            heard += texts(await socket.recv())
    return heard


async def by_aiohttp(url: str, count: int, every: int) -> list[str]:
    heard: list[str] = []
    async with aiohttp.ClientSession() as session, session.ws_connect(url, protocols=["json"]) as socket:
        for post in posts("aiohttp", count):
            await socket.send_str(post)
        while len(heard) < every:
            heard += texts((await socket.receive()).data)
    return heard


async def by_node(url: str, count: int, every: int) -> list[str]:
    process = await create_subprocess_exec(
        *("node", "-e", WS, url, str(count), str(every)),
        stdout=PIPE,
        env={"NODE_PATH": str(NODE_MODULES), "PATH": "/usr/bin:/bin:/usr/local/bin"},
    )
    try:
        said = json.loads((await process.communicate())[0])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert said["code"] == 1000
    return said["heard"]


async def together(url: str, count: int, every: int) -> list[list[str]]:
    return await asyncio.gather(*(peer(url, count, every) for peer in (the_library, by_aiohttp, by_node)))
