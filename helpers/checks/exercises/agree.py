"""4A: whose page opens the connection, and which subprotocol it speaks (RFC 6455 §4.2.2, §10.2)."""

import random

from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

_OURS = "https://chat.example"
_SITES, _SPOKEN = [_OURS, "https://chat.example:8443"], ["chat.v2", "chat.v1", "json"]
_FOREIGN = {
    "https://evil.example": "This page is not of a site on the list.",
    f"{_OURS}.evil.example": "This begins with your site, and belongs to somebody else: compare the whole.",
    "https://evil-chat.example": "This ends like your site, and belongs to somebody else: compare the whole.",
    "http://chat.example": "Another scheme is another origin: anybody between could have written this page.",
    f"{_OURS}:9000": "Another port is another origin.",
    "null": "null is what a sandboxed page says, or one from a file: no site on the list.",
}


def _right(origin: str | None, offered: list[str], sites: list[str], spoken: list[str]) -> object:
    if origin is not None and origin not in sites:
        raise ValueError("a foreign page")
    return next((name for name in offered if name in spoken), None)


def _case(origin: str | None, *offered: str, why: str = "") -> Case:
    foreign = _FOREIGN.get(origin or "", "")
    return Case((origin, [*offered], _SITES, _SPOKEN), why or foreign, "RFC 6455 §10.2" if foreign else "")


_NOBODY = "No Origin: no browser asks here, and a program could have written any. Let it in."
_NOTHING = "Nothing fits: None. The 101 then names no subprotocol, and the client stays or goes."
_CASES = (
    _case(_OURS, "chat.v1", why="Both sides speak chat.v1."),
    _case(_OURS, "chat.v1", "chat.v2"),
    _case("https://chat.example:8443", "json", why="The second site on the list is one of ours too."),
    _case(_OURS, "chat.v3", "json", why="The client's first choice is not spoken here; its second is."),
    *(_case(_OURS, *offered, why=_NOTHING) for offered in (["email"], [], ["Chat.V2"])),
    *(_case(origin, "chat.v1") for origin in _FOREIGN),
    *(_case(None, *offered, why=_NOBODY) for offered in (["chat.v1"], [])),
)


def _by_chance(source: random.Random) -> Case:
    origin = source.choice((None, *_SITES, *_FOREIGN))
    return _case(origin, *source.sample(["chat.v3", "email", *_SPOKEN], source.randrange(5)))


_MISTAKES = mistakes(
    (lambda _, offered, sites, spoken: next(name for name in spoken if name in offered),
     "That is your best; the client listed its own best first, and asks for the first of them that you speak."),
    (lambda _, offered, *lists: offered[0], "That is what the client likes best, and nobody here speaks it."),
)  # fmt: skip


judge = on_cases(_right, _CASES, _MISTAKES, by_chance=_by_chance)
