"""HTTP/2 in captures: tshark and our dissector must say the same of every frame and of every header list."""

import asyncio
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from helpers.net import tap
from helpers.net.http2 import Reply, Request, connect_http2, serve_http2
from helpers.net.tls import Authority
from helpers.protocols.http2.codes import Flag, FrameType
from helpers.protocols.http2.reading import Http2Unit
from helpers.trace import Arrival, Trace, pcapng
from helpers.vocabulary import Ending, Side
from tests.dissectors.tiling import dissect
from tests.net.test_tls_clients import output
from tests.oracles.captured import captured
from tests.protocols.http2.http2_samples import conversation

Pairs = tuple[tuple[str, str], ...]


class Seen(NamedTuple):
    """What one reader says of one frame; ``headers`` with the last piece of a block."""

    side: Side
    type: int
    flags: int
    stream: int
    length: int
    headers: Pairs = ()


# ---- as tshark reads them ----


def by_tshark(file: Path, port: int, *, keys: Path | None = None) -> list[Seen]:
    """``keys``: the key log of a client, with which tshark opens the TLS records."""
    opened = ["-o", f"tls.keylog_file:{keys}"] if keys else []
    protocol = "tls" if keys else "http2"
    command = ["tshark", "-r", str(file), *opened, "-d", f"tcp.port=={port},{protocol}"]
    command += ["-Y", "http2", "-T", "json", "--no-duplicate-keys", "-J", "http2 tcp"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    packets = [packet["_source"]["layers"] for packet in json.loads(done.stdout)]
    busiest = most(layers["tcp"]["tcp.stream"] for layers in packets)
    found: dict[Side, list[Seen]] = {side: [] for side in Side}
    for layers in packets:
        if layers["tcp"]["tcp.stream"] != busiest:
            continue
        side = Side.SERVER if int(layers["tcp"]["tcp.srcport"]) == port else Side.CLIENT
        for layer in several(layers["http2"]):
            for one in several(layer.get("http2.stream", layer)):
                if "http2.length" in one:
                    found[side].append(_seen(side, one))
    return [one for side in Side for one in joined(found[side])]


def most(connections: Iterable[Any]) -> Any:
    """The busiest one: a browser opens others, and may not use them."""
    return next((one for one, _ in Counter(connections).most_common(1)), None)


def several(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _seen(side: Side, one: dict[str, Any]) -> Seen:
    headers = several(one.get("http2.header", []))
    pairs = tuple((field["http2.header.name"], field.get("http2.header.value", "")) for field in headers)
    numbers = (int(one[f"http2.{name}"], 0) for name in ("type", "flags", "streamid", "length"))
    return Seen(side, *numbers, pairs)


def joined(frames: list[Seen]) -> list[Seen]:
    """tshark reads a header block as far as each frame goes: give all of it to the last."""
    before, found = (), []
    for one in frames:
        if one.type not in (FrameType.HEADERS, FrameType.CONTINUATION, FrameType.PUSH_PROMISE):
            found.append(one)
            continue
        before += one.headers
        ends = bool(one.flags & Flag.END_HEADERS)
        found.append(one._replace(headers=before if ends else ()))
        before = () if ends else before
    return found


# ---- as we do ----


def by_us(trace: Trace) -> list[Seen]:
    arrivals = [one for one in trace.records if isinstance(one, Arrival) and one.data]
    busiest = most(one.connection for one in arrivals)
    dissector, _ = dissect([(one.side, one.data) for one in arrivals if one.connection == busiest])
    sections = [one for side in Side for one in dissector.sections(side)]
    return [explained(one) for one in sections if one.unit.kind is not Http2Unit.PREFACE]


def explained(section: Any) -> Seen:
    """All of it read off the fields that a person sees."""
    leaves = {leaf.name: leaf for leaf in section.field.children}
    flags = int("".join(bit.value for bit in leaves["flags"].bits), 2)
    kind = int(leaves["type"].value.partition(" ")[0])
    headers: Pairs = ()
    block = leaves.get("header block")
    if block is not None and block.decoded is not None and block.decoded.name == "reassembled":
        (block,) = block.decoded.fields
    if block is not None and block.decoded is not None:
        headers = tuple(map(pair, block.decoded.data.decode("latin-1").splitlines()))
    return Seen(section.unit.side, kind, flags, section.unit.stream, int(leaves["length"].value), headers)


def pair(line: str) -> tuple[str, str]:
    """``:path: /`` is a name that begins with a colon."""
    name, _, value = line[1:].partition(": ")
    return line[0] + name, value


# ---- the comparison ----


def test_every_type_of_frame(tmp_path: Path) -> None:
    if shutil.which("tshark") is None:
        pytest.skip("tshark is missing: sudo apt-get install tshark")
    trace, made = Trace(clock=lambda: 0.0), tmp_path / "made.pcapng"
    for side, data in conversation():
        trace.append(Arrival(0, side, 0.0, data, None if data else Ending.EOF))
    made.write_bytes(pcapng.write(trace))
    ours = by_us(trace)
    assert {one.type for one in ours} == {*FrameType, 12}
    assert by_tshark(made, 80) == ours
    assert sum(len(one.headers) for one in ours) == 20


async def answer(request: Request) -> Reply:
    body = await request.read()
    return Reply.json(
        {"target": request.target, "bytes": len(body)}, headers={"x-stream": str(request.stream)}
    )


async def curl(url: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl: sudo apt-get install curl")
    command = ["curl", "-s", "--http2-prior-knowledge", "-d", "x" * 50_000, f"{url}a?b=c"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert b'"bytes": 50000' in said


async def ourselves(url: str) -> None:
    async with connect_http2(url) as client:
        for number in range(3):
            headers, body = {"x-long": "y" * 20_000}, b"z" * 20_000
            response = await client.request("POST", f"/{number}", headers=headers, body=body)
            assert response.status == 200
            await response.read()
        await client.ping()


async def talked(talk: Any, file: Path, *, tls: Authority | None = None) -> tuple[int, Trace]:
    """Let ``talk`` happen through a tap while the kernel captures."""
    wire = await tap("wire", await serve_http2("server", answer, tls=tls))
    return await captured(wire, lambda wire: talk(wire.url()), file)


@pytest.mark.parametrize("talk", [curl, ourselves])
def test_tshark_and_our_dissector_agree(talk: Any, tmp_path: Path) -> None:
    captured, made = tmp_path / "captured.pcapng", tmp_path / "made.pcapng"
    port, trace = asyncio.run(talked(talk, captured))
    made.write_bytes(pcapng.write(trace))
    ours = by_us(trace)
    assert by_tshark(captured, port) == ours
    assert by_tshark(made, 80) == ours
    assert {one.type for one in ours} >= {0, 1, 4, 8}
    assert len([one for one in ours if one.headers]) >= 2


# ---- over TLS: the kernel captures records, tshark opens them with the client's key log ----

AUTHORITY = Authority()


async def chromium_over_tls(url: str, keys: Path, chromium: str) -> None:
    options = [
        *("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={keys.parent / 'profile'}"),
        *("--dump-dom", f"--ssl-key-log-file={keys}"),
        f"--ignore-certificate-errors-spki-list={AUTHORITY.fingerprint}",
    ]
    assert b"/a?b=c" in await output(chromium, *options, f"{url}a?b=c")


POSTS = """
const [url, ca] = process.argv.slice(1);
const client = require("node:http2").connect(url, { ca: require("node:fs").readFileSync(ca) });
const post = (number) => new Promise((resolve) => {
  const stream = client.request({ ":method": "POST", ":path": "/" + number, "x-long": "y".repeat(9000) });
  let text = "";
  stream.on("data", (data) => (text += data));
  stream.on("close", () => resolve(text));
  stream.end(Buffer.alloc(20000));
});
Promise.all([1, 2, 3].map(post)).then((found) => { console.log(found.join(" ")); client.close(); });
"""


async def node_over_tls(url: str, keys: Path, chromium: str) -> None:
    if shutil.which("node") is None:
        pytest.skip("no Node: sudo apt-get install nodejs")
    pem = keys.with_name("authority.pem")
    pem.write_text(AUTHORITY.pem, "ascii")
    said = await output("node", f"--tls-keylog={keys}", "-e", POSTS, url, pem)
    assert said.count(b'"bytes": 20000') == 3


@pytest.mark.browser
@pytest.mark.parametrize("talk", [chromium_over_tls, node_over_tls])
def test_tshark_and_our_dissector_agree_over_tls(talk: Any, chromium: str, tmp_path: Path) -> None:
    captured, made, keys = (tmp_path / name for name in ("captured.pcapng", "made.pcapng", "keys.log"))
    port, trace = asyncio.run(talked(lambda url: talk(url, keys, chromium), captured, tls=AUTHORITY))
    made.write_bytes(pcapng.write(trace))
    ours = by_us(trace)
    assert by_tshark(captured, port) == []  # without the keys there is nothing to read
    assert by_tshark(captured, port, keys=keys) == ours
    assert by_tshark(made, 80) == ours
    assert {one.type for one in ours} >= {0, 1, 4}
    assert len([one for one in ours if one.headers]) >= 2
