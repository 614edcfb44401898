"""4E: a server's answer to offers of permessage-deflate; whatever the RFC allows is right (RFC 7692 §5, §7)."""

from collections.abc import Iterator

from helpers.checks.engine.compare import Said
from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import describe, plain, type_name
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.deflate import NAME, accept_offer, check_answer
from helpers.protocols.websocket.extensions import Extension, parse_extensions, serialize_extensions

__all__ = ["judge"]

_Offer = tuple[str, list[tuple[str, str | None]]]
_OURS, _THEIRS = "server_max_window_bits", "client_max_window_bits"
_CARRIES = "What the offer asks of you, you say in the answer: silence means that you do not do it."
_RANGE = "A window has 8 to 15 bits, written in digits alone: another value makes the offer invalid."
_NO_VALUE = "The parameters about takeover have no value."
_NOTHING = "Then no extension is granted, and the connection goes on without: None."
_HINT = "is a hint that the client can make its window smaller. You may use it or not."
_CASES: tuple[tuple[str, str], ...] = (
    ("", _NOTHING),
    ("permessage-deflate", "Without parameters: granted as it is."),
    ("x-webkit-deflate-frame", f"That is another extension. {_NOTHING}"),
    ("x-webkit-deflate-frame, permessage-deflate", "The second of these is known."),
    ("permessage-deflate; client_max_window_bits", f"client_max_window_bits {_HINT}"),
    ("permessage-deflate; client_max_window_bits=10", f"client_max_window_bits=10 {_HINT} 11 it is not."),
    ("permessage-deflate; server_no_context_takeover", _CARRIES),
    ("permessage-deflate; client_no_context_takeover", "The client says what it will do itself: granted."),
    ("permessage-deflate; server_max_window_bits=12", _CARRIES),
    ("permessage-deflate; server_max_window_bits=9; server_no_context_takeover", _CARRIES),
    ("permessage-deflate; server_max_window_bits=15", _CARRIES),
    ("permessage-deflate; server_max_window_bits=8",
     f"zlib cannot compress with 8 bits: decline what you cannot do. {_NOTHING}"),
    ("permessage-deflate; server_max_window_bits=8, permessage-deflate",
     "The second offer asks for nothing that you cannot do. The first one does."),
    ("permessage-deflate; server_max_window_bits=10, permessage-deflate", "The client likes its first offer best."),
    ("permessage-deflate; client_max_window_bits=8", "8 bits of the client's window are its own business: granted."),
    *((f"permessage-deflate; {name}={value}", _RANGE) for name in (_OURS, _THEIRS)
      for value in ("7", "16", "010", "09", "1O", "-9", "+9", "1_0", "0", "100")),
    ("permessage-deflate; server_max_window_bits", "server_max_window_bits in an offer needs its value."),
    ("permessage-deflate; server_no_context_takeover=1", _NO_VALUE),
    ("permessage-deflate; client_no_context_takeover=1", _NO_VALUE),
    ("permessage-deflate; level=9", "A parameter that nobody defined makes the offer invalid."),
    ("permessage-deflate; server_no_context_takeover; server_no_context_takeover", "A parameter stands there twice."),
    ("permessage-deflate; server_max_window_bits=10; server_max_window_bits=10", "A parameter stands there twice."),
    ("permessage-deflate; level=9, permessage-deflate; server_max_window_bits=11", "Only the first one is invalid."),
)  # fmt: skip


def _offers(header: str) -> Iterator[_Offer]:
    for one in parse_extensions(header):
        yield one.name, [*one.parameters]


async def judge(trial: Trial) -> None:
    """Header after header: the answer must fit the first offer that can be fulfilled, in any way that is allowed."""
    for header, why in trial.each(_CASES, "offers"):
        offers = parse_extensions(header)
        value = plain(await trial.call([*_offers(header)], case=f"a client offers {header or 'nothing'}"))
        if value is not None and not isinstance(value, str):
            trial.fail(f"Your function returned {type_name(value)}, expected the header's text, or None.")
        best = next((one for one in offers if accept_offer([one])), None)
        due = serialize_extensions([accept_offer([best])[0]]) if best else "None"  # type: ignore[index]
        if sentence := _wrong(value, best):
            trial.fail(f"{why} {sentence}", pair=(Said(describe(value)), Said(due)))


def _wrong(value: str | None, offer: Extension | None) -> str:
    """What a client would say of the answer."""
    if value is None:
        return "You declined it." if offer else ""
    if offer is None:
        return "You granted it."
    try:
        granted = parse_extensions(value)
        if [one.name for one in granted] != [NAME]:
            return f"The answer names {NAME}, once."
        check_answer(granted, [offer])
    except RemoteProtocolError as error:
        return f"A client that reads your answer hangs up: {error}."
    return ""
