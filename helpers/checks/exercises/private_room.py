"""5C: a room, and private messages, on python-socketio."""

from helpers.checks.judges.over_socketio import Act, SioScene, over_socketio

__all__ = ["judge"]

IN = "Who connects is let in: connect(sid, environ, auth) returns nothing."
JOINED = 'room:join is acknowledged with "ok", and nobody else hears of it.'
ROOM = "To all who are in the room, the speaker too, and to nobody else: room:text with from, room and text."
OUT = 'Who is not in the room is told "join first", and nobody hears him.'
ONE = "To the one who is meant, and to nobody else: private with from and text."
TABS = "Bob has two tabs: a private message is for the person, so both get it."
NOBODY = 'Nobody of that name is here: acknowledge "nobody".'
CLASH = (
    "A room has the name of a person. Who is in it must not read his private messages: name them differently."
)
HI = {"room": "tea", "text": "hi"}


def _comes(who: str, name: str = "") -> Act:
    return Act(who, "connect", {"name": name or who}, {who: [["connected"]]}, IN)


def _joins(who: str, room: str) -> Act:
    return Act(who, "room:join", room, {who: [["ack", "ok"]]}, JOINED)


TOLD = ["room:text", {"from": "ada", **HI}]
PSST = {"to": "bob", "text": "psst"}
PRIVATE = ["private", {"from": "ada", "text": "psst"}]
SCENES = (
    SioScene("two people", (_comes("ada"), _comes("bob"))),
    SioScene("a room", (
        _comes("ada"), _comes("bob"), _comes("cy"), _joins("ada", "tea"), _joins("bob", "tea"),
        Act("ada", "room:say", HI, {"ada": [TOLD, ["ack", "ok"]], "bob": [TOLD]}, ROOM),
        Act("cy", "room:say", HI, {"cy": [["ack", "join first"]]}, OUT),
        _joins("cy", "cake"), Act("cy", "room:say", HI, {"cy": [["ack", "join first"]]}, OUT),
    )),
    SioScene("a private message", (
        _comes("ada"), _comes("bob"), _comes("cy"),
        Act("ada", "private", PSST, {"ada": [["ack", "ok"]], "bob": [PRIVATE]}, ONE),
        Act("ada", "private", {"to": "dan", "text": "psst"}, {"ada": [["ack", "nobody"]]}, NOBODY),
    )),
    SioScene("a person with two tabs", (
        _comes("ada"), _comes("bob"), _comes("bob's second tab", "bob"),
        Act("ada", "private", PSST, {"ada": [["ack", "ok"]], "bob": [PRIVATE], "bob's second tab": [PRIVATE]}, TABS),
        Act("bob", "disconnect", None, {}, IN),
        Act("ada", "private", PSST, {"ada": [["ack", "ok"]], "bob's second tab": [PRIVATE]}, TABS),
        Act("bob's second tab", "disconnect", None, {}, IN),
        Act("ada", "private", PSST, {"ada": [["ack", "nobody"]]}, NOBODY),
    )),
    SioScene("a room with the name of a person", (
        _comes("ada"), _comes("bob"), _comes("cy"), _joins("cy", "bob"),
        Act("ada", "private", PSST, {"ada": [["ack", "ok"]], "bob": [PRIVATE]}, CLASH),
        Act("ada", "room:say", {"room": "bob", "text": "hi"}, {"ada": [["ack", "join first"]]}, OUT),
        Act("bob", "room:say", {"room": "bob", "text": "hi"}, {"bob": [["ack", "join first"]]}, CLASH),
        _joins("bob", "dan"), Act("ada", "private", {"to": "dan", "text": "x"}, {"ada": [["ack", "nobody"]]}, CLASH),
    )),
)  # fmt: skip
judge = over_socketio(SCENES)
