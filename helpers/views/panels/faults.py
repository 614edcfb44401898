"""A panel that does to a tap what networks do to a wire: later, not at all, broken off, other bytes."""

from collections.abc import Callable, Sequence
from typing import Protocol

import ipywidgets

from helpers.trace import Trace
from helpers.views.panels.panel import Panel, Values, listed, row
from helpers.vocabulary import Side

__all__ = ["Breakable", "FaultPanel", "Waiting"]

SHOWN = 256  # bytes of a unit that the text field takes

WAYS = {"client → server": Side.CLIENT, "server → client": Side.SERVER}


class Waiting(Protocol):
    """One unit that waits at the tap."""

    @property
    def side(self) -> Side:
        """Who sent it."""

    @property
    def data(self) -> bytes:
        """Its bytes."""


class Breakable(Protocol):
    """A tap whose bytes can be held up and changed."""

    @property
    def trace(self) -> Trace:
        """All it has seen."""

    @property
    def held(self) -> Sequence[Waiting]:
        """What waits, oldest first."""

    def situation(self) -> str:
        """What waits there, in a sentence."""

    def delay(self, seconds: float) -> None:
        """Let all that passes arrive later."""

    def stall(self, side: Side) -> None:
        """Send nothing of ``side`` on."""

    def resume(self, side: Side) -> None:
        """End a stall."""

    def cut(self) -> None:
        """Break the newest connection off."""

    async def tamper(self, change: bytes, *, timeout: float) -> Waiting:
        """Send other bytes instead of the oldest unit."""


class FaultPanel(Panel):
    """What can be done to ``wire``."""

    def __init__(self, wire: Breakable, title: str = "Faults") -> None:
        super().__init__(title)
        self._wire = wire
        self._delay, self._stalled = 0.0, set[Side]()
        self.state = ipywidgets.HTML()
        self.seconds = ipywidgets.BoundedFloatText(0.5, min=0, max=60, step=0.1, description="Seconds")
        self.way = ipywidgets.Dropdown(options=list(WAYS), description="Way")
        self.hex = ipywidgets.Text(
            description="Bytes (hex)", placeholder="48 65 6c 6c 6f 0a", continuous_update=False
        )
        self.hex.layout.width = "min(34rem, 100%)"
        later = row(self.seconds, *self._buttons({"Delay": self.delay, "No delay": self.no_delay}))
        stalls = row(self.way, *self._buttons({"Stall": self.stall, "Resume": self.resume, "Cut": self.cut}))
        bytes_ = row(self.hex, *self._buttons({"Fill in what waits": self.fill_in, "Tamper": self.tamper}))
        self.lay_out(self.state, later, stalls, bytes_)
        self.follow(wire.trace.subscribe(self.changed))
        self.refresh()

    def _buttons(self, actions: dict[str, Callable[[], object]]) -> list[ipywidgets.Button]:
        return [self.button(name, action, hint=_HINTS[name]) for name, action in actions.items()]

    # ---- what is pressed ----

    def delay(self) -> str:
        """All that passes from now on arrives later."""
        self._delay = float(self.seconds.value)
        self._wire.delay(self._delay)
        return f"What passes now arrives {self._delay:g} s later."

    def no_delay(self) -> str:
        """End it."""
        self._delay = 0.0
        self._wire.delay(0)
        return "Nothing is delayed any more."

    def stall(self) -> str:
        """One way stands still."""
        side = WAYS[self.way.value]
        self._stalled.add(side)
        self._wire.stall(side)
        return f"Nothing of the {side.value}'s goes on until you press Resume."

    def resume(self) -> str:
        """It moves again."""
        side = WAYS[self.way.value]
        self._stalled.discard(side)
        self._wire.resume(side)
        return f"What the {side.value} sends goes on."

    def cut(self) -> str:
        """Break the connection off."""
        self._wire.cut()
        return "Cut: both sides got a reset (RST)."

    def fill_in(self) -> str:
        """Put the bytes of the oldest unit into the field."""
        data = self._oldest()
        if len(data) > SHOWN:
            raise ValueError(f"{len(data):,} bytes wait, and the field takes {SHOWN}.")
        self.hex.value = data.hex(" ")
        return "Change them, then press Tamper."

    async def tamper(self) -> str:
        """Send the bytes of the field instead of the oldest unit."""
        instead = _read(self.hex.value)
        self._oldest()
        went = await self._wire.tamper(instead, timeout=1)
        return f"{len(instead)} bytes went on instead of the {len(went.data)} of the {went.side.value}."

    def _oldest(self) -> bytes:
        waits = [unit.data for unit in self._wire.held if unit.side not in self._stalled]
        if not waits:
            raise LookupError("Nothing waits at the tap. It has to hold: press Pause in its view.")
        return waits[0]

    # ---- what is shown ----

    def values(self) -> Values:
        """What is done to the wire now."""
        stalled = [way for way, side in WAYS.items() if side in self._stalled]
        return [
            ("the wire", self._wire.situation()),
            ("delay", f"{self._delay:g} s" if self._delay else "none"),
            ("stalled", " and ".join(stalled) or "nothing"),
        ]

    def refresh(self) -> None:
        """Show it."""
        self.state.value = listed(self.values())


_HINTS = {
    "Delay": "Let all that passes arrive so many seconds later",
    "No delay": "End the delay",
    "Stall": "Send nothing on this way",
    "Resume": "Send on what waits on this way",
    "Cut": "Break the newest connection off, with a reset on both sides",
    "Fill in what waits": "Put the bytes of the oldest unit into the field",
    "Tamper": "Send the bytes of the field instead of the oldest unit",
}


def _read(text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise ValueError(f"{text!r} is not hex: two digits a byte, such as 48 65 0a.") from None
    if not data:
        raise ValueError("There are no bytes in the field: type some, in hex.")
    return data
