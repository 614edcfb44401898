"""5C: resuming by the last id in auth, on python-socketio."""

from helpers.checks.judges.over_socketio import Act, SioScene, over_socketio

__all__ = ["judge"]

LOG: list[object] = [{"id": number, "text": f"post {number}"} for number in (1, 2, 3)]
ALL = "Who says nothing of where he stopped gets all that there is."
AFTER = "Who says after gets what came after it, and nothing else; an empty list where nothing did."
ZERO = "0 is a place, too: after it comes everything."
ONE = "What was missed is for him who comes, and not for the others: to=sid."
NEWS = "A post gets the next id, is acknowledged with it, and goes to all, in a list."
WRONG = 'after has to be a whole number: raise ConnectionRefusedError("after is a number").'


def _comes(who: str, auth: object, posts: list[object], why: str) -> Act:
    return Act(who, "connect", auth, {who: [["connected"], ["msg:get", posts]]}, why)


def _refused(who: str, after: object) -> Act:
    return Act(who, "connect", {"after": after}, {who: [["refused", "after is a number"]]}, WRONG)


POST = {"id": 4, "text": "hi"}
SCENES = (
    SioScene("a newcomer", (_comes("ada", {}, [*LOG], ALL), _comes("bob", None, [*LOG], ALL)), (LOG,)),
    SioScene("one who comes again", (
        _comes("ada", {"after": 2}, LOG[2:], AFTER), _comes("bob", {"after": 3}, [], AFTER),
        _comes("cy", {"after": 0}, [*LOG], ZERO),
    ), (LOG,)),
    SioScene("two people", (
        _comes("ada", {"after": 3}, [], AFTER), _comes("bob", {"after": 1}, LOG[1:], ONE),
        Act("bob", "msg:post", "hi", {"ada": [["msg:get", [POST]]], "bob": [["msg:get", [POST]], ["ack", 4]]}, NEWS),
        _comes("cy", {"after": 3}, [POST], AFTER),
    ), (LOG,)),
    SioScene("an empty chat", (
        _comes("ada", {}, [], ALL),
        Act("ada", "msg:post", "hi", {"ada": [["msg:get", [{"id": 1, "text": "hi"}]], ["ack", 1]]}, NEWS),
    ), ([],)),
    SioScene("an after that is none", (_refused("ada", "2"), _refused("bob", None), _refused("cy", 1.5)), (LOG,)),
)  # fmt: skip
judge = over_socketio(SCENES)
