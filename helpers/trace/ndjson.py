"""A trace as text: one JSON object a line, bytes in hex; ``load(save(trace)) == trace``.

The first line names the format and its version, so that a file from elsewhere is refused with a reason.
"""

import json

from helpers.trace.records import Arrival, Mark, Record, Release
from helpers.trace.trace import Trace
from helpers.vocabulary import Ending, Side

__all__ = ["load", "save"]

FORMAT = {"format": "realtime-on-the-wire trace", "version": 1}
KINDS: dict[str, type[Arrival] | type[Release] | type[Mark]] = {
    "arrival": Arrival,
    "release": Release,
    "mark": Mark,
}


def save(trace: Trace) -> str:
    """Write every record of ``trace`` as a line of JSON, after the line that names the format."""
    lines = [json.dumps(FORMAT), *(json.dumps(_to_json(record)) for record in trace.records)]
    return "\n".join(lines) + "\n"


def load(text: str) -> Trace:
    """Read what ``save`` wrote; a ``ValueError`` names the line that cannot be read, and why."""
    lines = text.splitlines()
    if not lines or _parsed(lines[0], 1) != FORMAT:
        raise ValueError(f"line 1: expected {json.dumps(FORMAT)}, so that we know this is a trace")
    trace = Trace(clock=_stopped)
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            trace.append(_from_json(_parsed(line, number), number))
    return trace


def _stopped() -> float:
    raise RuntimeError("a loaded trace has no clock: it is a recording")


def _to_json(record: Record) -> dict[str, object]:
    plain: dict[str, object] = {"kind": type(record).__name__.lower()}
    for name, value in record._asdict().items():
        match value:
            case bytes() as data:
                plain[name] = data.hex()
            case Side() | Ending() as word:
                plain[name] = word.value
            case _ if name not in record._field_defaults or value != record._field_defaults[name]:
                plain[name] = value
    return plain


def _parsed(line: str, number: int) -> dict[str, object]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number}: not JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(value, dict):
        raise ValueError(f"line {number}: expected an object, found {type(value).__name__}")
    return value


def _from_json(plain: dict[str, object], number: int) -> Record:
    kind = KINDS.get(str(plain.pop("kind", None)))
    if kind is None:
        raise ValueError(f"line {number}: expected a kind of {', '.join(KINDS)}")
    try:
        return kind(**{name: _value(name, value) for name, value in plain.items()})  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ValueError(f"line {number}: not a {kind.__name__.lower()}: {error}") from None


def _value(name: str, value: object) -> object:
    match name:
        case "data":
            return bytes.fromhex(str(value))
        case "side":
            return Side(value)
        case "ending":
            return Ending(value)
        case _:
            return value
