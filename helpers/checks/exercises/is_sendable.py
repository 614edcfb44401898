"""4C: which codes may stand in a close frame (RFC 6455 §7.4).

The codes 1012 to 1014 were registered with IANA after the RFC: either answer is right, and they are not asked for.
"""

from typing import Any

from helpers.checks.judges.cases import Case, on_cases
from helpers.protocols.websocket.close import is_sendable

__all__ = ["judge"]

_NEVER = "an endpoint reports it to its own program and never sends it."
_WHY = {
    1004: "1004 is reserved: a meaning was once meant for it, and none was given.",
    1005: f"1005 stands for a close frame without a code: {_NEVER}",
    1006: f"1006 stands for a connection lost without a close frame: {_NEVER}",
    1015: f"1015 stands for a TLS handshake that failed: {_NEVER}",
}
_RANGES = (
    (1000, "is below 1000: such codes are not used."),
    (1012, "is defined in the RFC's list (1000 to 1003, 1007 to 1011): it may be sent."),
    (3000, "is reserved for the protocol's later versions: up to 2999 only what is defined may be sent."),
    (4000, "is registered for libraries and frameworks (3000–3999): it may be sent."),
    (5000, "is private (4000–4999): it may be sent."),
    (65536, "is above 4999, where nothing is defined."),
)
_EDGES = (1000, 1001, 1005, 1006, 1015, 1004, 0, 999, 1016, 2999, 3000, 3999, 4000, 4999, 5000, 65535)
_REST = (code for code in range(65536) if code not in (1012, 1013, 1014))
_SAMPLE = (code for code in _REST if code < 5100 or code % 997 == 0)
_CASES = tuple(Case((code,)) for code in (*_EDGES, *_SAMPLE))


def _explain(case: Case, given: Any) -> str:
    (code,) = case.args
    return _WHY.get(code) or f"{code} {next(words for end, words in _RANGES if code < end)}"


judge = on_cases(is_sendable, _CASES, _explain)
