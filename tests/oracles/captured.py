"""One conversation seen three ways: by the kernel (dumpcap, tshark), by our tap, by our pcapng (tshark)."""

import asyncio
import json
import shutil
import signal
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from helpers.dissectors.connection import Dissector
from helpers.dissectors.section import Section
from helpers.net import Tap, stop_all
from helpers.protocols.unit import Status
from helpers.protocols.websocket.reading import WebSocketUnit
from helpers.trace import Arrival, Trace
from helpers.vocabulary import Side

MARK = b"that was all"
FIELDS = "fin", "opcode", "mask", "payload_length"
Frames = dict[Side, list["Seen"]]


@dataclass(frozen=True)
class Seen:
    """What one reader says of one frame; ``payload`` unmasked, as it is in the frame (deflated, if so)."""

    fin: int
    opcode: int
    mask: int
    length: int
    payload: bytes


# ---- the kernel's view ----


@contextmanager
def capturing(port: int, file: Path) -> Iterator[None]:
    """Capture what passes ``port`` on loopback, until ``MARK`` has."""
    if shutil.which("dumpcap") is None or shutil.which("tshark") is None:
        pytest.skip("dumpcap or tshark is missing: sudo apt-get install tshark")
    command = ["dumpcap", "-i", "lo", "-f", f"tcp port {port}", "-w", str(file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as dumpcap:
        assert dumpcap.stderr is not None
        said = ""
        while not (line := dumpcap.stderr.readline()).startswith("File:"):
            said += line
            if not line:
                assert "ermi" in said or "no interfaces" in said, f"dumpcap failed: {said}"
                pytest.skip(
                    f"may not capture on loopback (root, or the group wireshark, may): {said.strip()}"
                )
        try:
            yield
            for _ in range(500):
                if file.exists() and MARK in file.read_bytes():
                    break
                Event().wait(0.02)  # another process writes the file: nothing of ours tells when
        finally:
            dumpcap.send_signal(signal.SIGINT)
            dumpcap.communicate(timeout=10)
    assert MARK in file.read_bytes()


async def captured(wire: Tap, talk: Callable[[Tap], Awaitable[object]], file: Path) -> tuple[int, Trace]:
    """Let ``talk`` happen through a tap while the kernel captures; then all that runs is stopped."""
    try:
        with capturing(wire.port, file):
            await talk(wire)
            _, writer = await asyncio.open_connection(wire.host, wire.port)
            writer.write(MARK)
            await writer.drain()
            writer.close()
        return wire.port, wire.trace
    finally:
        await stop_all()


def by_tshark(file: Path, port: int) -> Frames:
    """The frames of the first connection in a capture, by side, as tshark reads them."""
    show = "websocket && tcp.stream == 0"
    command = ["tshark", "-r", str(file), "-d", f"tcp.port=={port},http", "-Y", show, "-T", "json", "-x"]
    command += ["--no-duplicate-keys", "-J", "websocket tcp"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    frames: Frames = {side: [] for side in Side}
    for packet in json.loads(done.stdout):
        layers = packet["_source"]["layers"]
        side = Side.SERVER if int(layers["tcp"]["tcp.srcport"]) == port else Side.CLIENT
        found = layers["websocket"]
        frames[side] += map(_seen, found if isinstance(found, list) else [found])
    return frames


def _seen(layer: dict[str, Any]) -> Seen:
    fin, opcode, mask, length = (int(layer[f"websocket.{name}"]) for name in FIELDS)
    extended = layer.get("websocket.payload_length_ext_16") or layer.get("websocket.payload_length_ext_64")
    masked = layer.get("websocket.masked_payload_raw") if mask else None
    payload = bytes.fromhex((masked or layer.get("websocket.payload_raw") or [""])[0])
    if masked:
        key = bytes.fromhex(layer["websocket.masking_key"].replace(":", ""))
        payload = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    return Seen(fin, opcode, mask, int(extended or length), payload)


# ---- our view ----


def by_us(trace: Trace) -> Frames:
    """The frames of connection 0, by side, as our dissector explains them."""
    dissector = Dissector()
    for record in trace.records:
        if isinstance(record, Arrival) and record.connection == 0 and record.ending is None:
            dissector.receive_data(record.side, record.data)
    return {side: [_explained(section) for section in _whole_frames(dissector, side)] for side in Side}


def _whole_frames(dissector: Dissector, side: Side) -> list[Section]:
    units = ((one, one.unit) for one in dissector.sections(side))
    return [one for one, unit in units if unit.kind is WebSocketUnit.FRAME and unit.status is Status.WHOLE]


def _explained(section: Section) -> Seen:
    leaves = {field.name: field for field in section.field.children}
    bits = {bit.name: int(bit.value) for field in section.field.children for bit in field.bits}
    extended, payload = leaves.get("extended length"), leaves.get("payload")
    plain = b""
    if payload is not None:
        plain = section.data[payload.start : payload.end]
        if bits["MASK"]:
            assert payload.decoded is not None
            plain = payload.decoded.data
    length = int(extended.value) if extended is not None else bits["length"]
    return Seen(bits["FIN"], bits["opcode"], bits["MASK"], length, plain)
