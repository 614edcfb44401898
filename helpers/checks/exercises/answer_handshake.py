"""6C: the first record of a client, and what a hub that speaks JSON answers."""

import json

from helpers.checks.judges.cases import Case, on_cases, slips
from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.handshake import HandshakeRequest

__all__ = ["judge"]

YES, NO = "yes: {} and 0x1E", "no: an error, and 0x1E"
END = "0x1E stands behind each record, behind this one, too, and once."
JSON_1 = "JSON in version 1: that is what we speak. The answer is an empty object."
OTHER = "We speak JSON. Whoever wants something else is told so, by an error."
VERSION = "The version is the number 1."
NONE = "This is no handshake, and the answer says so. It is an answer, too: nothing is raised."
_CASES = (
    Case(('{"protocol":"json","version":1}',), JSON_1),
    Case(('{ "version": 1, "protocol": "json" }',), f"{JSON_1} Order and spaces mean nothing in JSON."),
    Case(('{"protocol":"json","version":1,"more":[]}',), "What we do not know is passed over."),
    Case(('{"protocol":"messagepack","version":1}',), OTHER),
    Case(('{"protocol":"JSON","version":1}',), "The name is json, in these letters."),
    Case(('{"protocol":null,"version":1}',), OTHER),
    Case(('{"protocol":"json","version":2}',), VERSION),
    Case(('{"protocol":"json","version":0}',), VERSION),
    Case(('{"protocol":"json","version":"1"}',), f"{VERSION} A text is none."),
    Case(('{"protocol":"json","version":true}',), f"{VERSION} To Python true is 1; in JSON it is no number."),
    Case(('{"protocol":"json"}',), NONE),
    Case(('{"version":1}',), NONE),
    Case(('{"type":6}',), f"{NONE} A ping has to wait until we agree."),
    Case(("{}",), f"{NONE} An empty object is our yes, not theirs."),
    Case(("[]",), f"{NONE} A list has no protocol."),
    Case(('["protocol","json","version",1]',), f"{NONE} A list has no protocol."),
    Case(('"json"',), f"{NONE} A text is no object."),
    Case(("json",), f"{NONE} It is not even JSON."),
    Case(("",), f"{NONE} It is empty."),
)  # fmt: skip


def _right(record: str) -> str:
    try:
        answer = HandshakeRequest.parse(record).answer()
    except RemoteProtocolError:
        return NO
    return NO if answer.error else YES


def _read(value: object) -> object:
    """What a record says; the words of an error are free."""
    if not isinstance(value, str):
        return value
    try:
        said = json.loads(value.removesuffix("\x1e"))
    except ValueError:
        return f"no record: {value}"
    if not value.endswith("\x1e"):
        return "no 0x1E behind it"
    words = said.get("error") if isinstance(said, dict) else None
    return (
        YES
        if said == {}
        else NO
        if isinstance(words, str) and words and len(said) == 1
        else f"neither: {value}"
    )


_explain = slips((lambda right: "no 0x1E behind it", END))
judge = on_cases(_right, _CASES, _explain, read=_read)
