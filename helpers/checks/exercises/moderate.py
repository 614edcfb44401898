"""5C: a ban on python-socketio: who is banned goes, and does not come in again."""

from helpers.checks.judges.over_socketio import Act, SioScene, over_socketio

__all__ = ["judge"]

IN = "Who is not banned is let in."
ALLOWED = 'mod bans, and is acknowledged "ok"; who is banned hears "banned" with the name, and then is gone.'
TABS = "A ban is for the person: every connection of that name goes."
OTHERS = 'Only mod may ban: acknowledge "not you" for everybody else, and do nothing.'
KEPT = 'Who is banned is refused on connect: raise ConnectionRefusedError("banned").'


def _comes(who: str, name: str = "") -> Act:
    return Act(who, "connect", {"name": name or who}, {who: [["connected"]]}, IN)


def _refused(who: str, name: str) -> Act:
    return Act(who, "connect", {"name": name}, {who: [["refused", "banned"]]}, KEPT)


OUT = [["banned", "eve"], ["gone"]]
SCENES = (
    SioScene("two people", (_comes("mod"), _comes("eve"))),
    SioScene("a ban", (
        _comes("mod"), _comes("eve"), _comes("ada"),
        Act("mod", "ban", "eve", {"mod": [["ack", "ok"]], "eve": OUT}, ALLOWED),
        _refused("eve again", "eve"), _comes("bob"),
    )),
    SioScene("a ban by somebody else", (
        _comes("ada"), _comes("eve"), Act("eve", "ban", "ada", {"eve": [["ack", "not you"]]}, OTHERS),
        _comes("ada's second tab", "ada"),
    )),
    SioScene("two tabs", (
        _comes("mod"), _comes("eve"), _comes("tab", "eve"),
        Act("mod", "ban", "eve", {"mod": [["ack", "ok"]], "eve": OUT, "tab": OUT}, TABS),
        Act("mod", "ban", "eve", {"mod": [["ack", "ok"]]}, "Nobody of that name is here: ok, and nothing else."),
    )),
    SioScene("a ban of somebody who is not here", (
        _comes("mod"), _comes("eve"), Act("eve", "disconnect", None, {}, IN),
        Act("mod", "ban", "eve", {"mod": [["ack", "ok"]]}, ALLOWED), _refused("again", "eve"),
    )),
)  # fmt: skip
judge = over_socketio(SCENES)
