"""The answer registers event handlers on python-socketio's own server, whose network is in memory.

Enters: scenes, each a row of acts: who does what, and what everybody must hear of it. Leaves: nothing where each act
is heard as it has to be, otherwise the trial ends with the first that is not.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import socketio
from socketio import packet

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Judge, Trial
from helpers.checks.engine.values import type_name

__all__ = ["Act", "SioScene", "over_socketio"]

Heard = dict[str, list[Any]]
WORDS = {
    packet.ACK: "ack",
    packet.CONNECT: "connected",
    packet.CONNECT_ERROR: "refused",
    packet.DISCONNECT: "gone",
}


@dataclass(frozen=True, slots=True)
class Act:
    """``who`` does ``event`` with ``value``: ``connect`` (the value is his auth), ``disconnect``, or emits it.

    ``hears``: what each person gets then: ``["connected"]``, ``["refused", why]``, ``["gone"]``, ``["ack", answer]``
    or an event's name and value. ``why`` is said where it is something else.
    """

    who: str
    event: str
    value: Any
    hears: Heard
    why: str


@dataclass(frozen=True, slots=True)
class SioScene:
    """``args`` follow the server in the answer's call."""

    about: str
    acts: tuple[Act, ...]
    args: tuple[Any, ...] = ()


class _Server(socketio.AsyncServer):  # type: ignore[misc]
    """python-socketio's server; what it would send is kept, for each connection."""

    def __init__(self) -> None:
        silent = logging.Logger("silent", logging.CRITICAL)
        super().__init__(async_mode="aiohttp", async_handlers=False, logger=silent, engineio_logger=silent)
        self.heard: Heard = {}

    async def _send_packet(self, eio_sid: str, pkt: packet.Packet) -> None:
        value = pkt.data if pkt.packet_type in (packet.EVENT, packet.ACK) else []
        if pkt.packet_type == packet.CONNECT_ERROR:
            value = [pkt.data.get("message")]
        word = WORDS.get(pkt.packet_type)
        self.heard[eio_sid].append(json.loads(json.dumps([word, *value] if word else value)))

    async def _send_eio_packet(self, eio_sid: str, eio_pkt: Any) -> None:
        await self._send_packet(eio_sid, self.packet_class(encoded_packet=eio_pkt.data))

    async def perform(self, who: str, event: str, value: Any) -> None:
        """One act."""
        if event == "connect":
            self.eio.sockets[who] = SimpleNamespace(session={}, closed=False)
            self.heard.setdefault(who, [])
            await self._handle_eio_connect(who, {})
            await self._handle_eio_message(who, f"0{json.dumps(value)}")
        elif event == "disconnect":
            await self._handle_eio_disconnect(who, self.reason.CLIENT_DISCONNECT)
        else:
            await self._handle_eio_message(who, f"27{json.dumps([event, value])}")


def over_socketio(scenes: Iterable[SioScene]) -> Judge:
    """A judge over scenes; each has a server of its own."""

    async def judge(trial: Trial) -> None:
        for scene in trial.each(scenes, "scenes"):
            server, args = _Server(), json.loads(json.dumps(scene.args))
            given = await trial.call(server, *args, case=scene.about)
            if given is not None:
                trial.fail(
                    f"Your function returned {type_name(given)}: it adds handlers, and returns nothing."
                )
            told = list[str]()
            for act in scene.acts:
                told.append(f"{act.who}: {act.event} {json.dumps(act.value)}")
                for heard in server.heard.values():
                    heard.clear()
                case = "; ".join(told[-4:])
                await trial.of(server.perform).call(act.who, act.event, act.value, case=case)
                _compare(trial, act, server.heard, case)

    return judge


def _compare(trial: Trial, act: Act, heard: Heard, case: str) -> None:
    for who in sorted({*heard, *act.hears}):
        given, due = (sorted(_text(one) for one in said.get(who, [])) for said in (heard, act.hears))
        if given != due:
            trial.fail(act.why, pair=(Said(_said(who, given)), Said(_said(who, due))), case=case)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _said(who: str, things: Iterable[str]) -> str:
    return f"{who} hears {', '.join(things) or 'nothing'}"
