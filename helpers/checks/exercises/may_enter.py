"""6B: whose handshake may pass: the name that was asked for must be ours, and so must the page, where one asks."""

import random
from collections.abc import Collection

from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

_OURS = {"chat.example", "admin.chat.example", "127.0.0.1:8000"}
_PAGES = {"https://chat.example", "http://127.0.0.1:8000"}
_REBOUND = "Origin and Host agree, and neither is ours: a name that leads to you is not yet your name."
_FOREIGN = {
    "https://evil.example": "This page is of another site, and the cookie that comes with it is Ada's all the same.",
    "https://chat.example.evil.example": "It begins like your name, and belongs to somebody else: compare the whole.",
    "https://evil-chat.example": "It ends like your name, and belongs to somebody else: compare the whole.",
    "http://127.0.0.1:8001": "The same host and another port: any program on this machine can serve pages there.",
    "http://localhost:8000": "localhost is no name of yours here: only what is in `ours`.",
    "https://chat-example": "A dash is no dot: in a pattern a dot stands for any sign, unless it is escaped.",
    "null": "A page in a sandbox, or from a file, says null. That is nobody of yours.",
    "": "An empty Origin is one, and names nobody of yours.",
    "httpx://chat.example": "Only http and https make pages of the web, and httpx only begins like one of them.",
    "app://chat.example": "Only http and https make pages of the web; any program may call itself app://chat.example.",
}


def _right(origin: str | None, host: str, ours: Collection[str]) -> bool:
    scheme, _, page = (origin or "").partition("://")
    return host.lower() in ours and (origin is None or (scheme in ("http", "https") and page in ours))


def _case(origin: str | None, host: str = "chat.example", why: str = "") -> Case:
    about = f"may_enter({origin!r}, {host!r}, ours)"
    return Case((origin, host, set(_OURS)), why or _FOREIGN.get(origin or "", ""), "RFC 6455 §10.2", about)


_ELSEWHERE = {
    "127.0.0.1:8001": "Another port is another server's: compare the name with its port, where ours has one.",
    "evil-chat.example": "This name ends like yours, and belongs to somebody else: compare the whole.",
}
_NOBODY = "No Origin: no browser asks here, and nobody's cookie is at stake. Let it in."
_CASES = (
    _case("https://chat.example", why="Your own page."),
    _case("http://127.0.0.1:8000", "127.0.0.1:8000", "Your own page, on your own machine."),
    *(_case(origin) for origin in _FOREIGN if not origin.startswith(("app", "httpx"))),
    _case(None, why=_NOBODY),
    _case(
        "https://chat.example",
        "admin.chat.example",
        "A page of yours, and a server of yours: both are in `ours`.",
    ),
    _case("http://evil.example:8000", "evil.example:8000", _REBOUND),
    _case(None, "evil.example:8000", "Nobody who means you asks for evil.example, page or not."),
    *(_case(None, host, why) for host, why in _ELSEWHERE.items()),
    _case(None, "Chat.Example", "The letters of a host may be capital: it is the same name."),
    _case("https://chat.example", "chat.example.evil.example", _REBOUND),
    _case("httpx://chat.example"),
    _case("app://chat.example"),
)


def _by_chance(source: random.Random) -> Case:
    origin = source.choice((None, *(f"https://{name}" for name in sorted(_OURS)), *_FOREIGN))
    return _case(
        origin, source.choice((*sorted(_OURS), "evil.example", "localhost:8000")), "Both have to be ours."
    )


_MISTAKES = mistakes(
    (lambda origin, host, ours: origin in (f"http://{host}", f"https://{host}") if origin in _PAGES else ...,
     "Origin and Host need not agree: both have to be ours."),
    (lambda origin, host, ours: ... if host in _ELSEWHERE else _right(origin, "chat.example", ours),
     "Host is not one of yours. Whoever owns evil.example can let that name lead to your machine."),
)  # fmt: skip


judge = on_cases(_right, _CASES, _MISTAKES, by_chance=_by_chance)
