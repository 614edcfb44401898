"""6B: which POST is stored: not one that a foreign page sends, and none that a form could have sent."""

import random
from collections.abc import Collection, Mapping

from helpers.checks.judges.cases import Case, on_cases

__all__ = ["judge"]

_OURS = {"https://chat.example", "http://127.0.0.1:8000"}
_JSON, _FORM = "application/json", "text/plain"
_TYPES = {
    _JSON: "",
    "application/json; charset=utf-8": "A parameter may stand behind the type: it is JSON.",
    "Application/JSON": "The letters of a type may be capital: it is JSON.",
    _FORM: "A form can send text/plain without asking anybody, whatever is in it: 415.",
    "text/plain; application/json": "What stands behind the semicolon is no type: this is text/plain, 415.",
    "application/x-www-form-urlencoded": "That is what a form sends: 415.",
    "application/jsonp": "That is another type, which only begins like yours: 415.",
    "application/json-seq": "JSON texts in a row (RFC 7464) are another type, which only begins like yours: 415.",
    "": "Nothing says that it is JSON: 415.",
}
_SITES = {
    "same-origin": "",
    "none": "none: a person did it, and no page. That is no forgery.",
    "cross-site": "Sec-Fetch-Site is written by the browser: a page of another site sends this, 403.",
    "same-site": "Another port, or a neighbour under the same domain: the same site, another origin, 403.",
}
_ORDER = "Both are wrong. Whose page it is comes first: 403."


def _right(headers: Mapping[str, str], ours: Collection[str]) -> int:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    friend = origin is None or origin in ours if site is None else site in ("same-origin", "none")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return 403 if not friend else 201 if kind == _JSON else 415


def _case(why: str = "", **fields: str) -> Case:
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    return Case((headers, set(_OURS)), why, about=f"accept_post({headers}, ours)")


def _typed(kind: str) -> dict[str, str]:
    return {"content_type": kind} if kind else {}


_CASES = (
    _case("Your own page sends JSON: 201.", content_type=_JSON, origin="https://chat.example"),
    _case("No page at all, since nothing says so: a program, which nobody can trick. 201.", content_type=_JSON),
    _case("A page of another site, 403.", content_type=_JSON, origin="https://evil.example"),
    _case("A page in a sandbox says null: 403.", content_type=_JSON, origin="null"),
    _case("It begins like yours: compare the whole, 403.", content_type=_JSON, origin="https://chat.example.eu"),
    *(_case(why or "JSON, 201.", **_typed(kind)) for kind, why in _TYPES.items()),
    *(_case(why or "Your own page, 201.", content_type=_JSON, sec_fetch_site=site) for site, why in _SITES.items()),
    _case(_SITES["same-site"], content_type=_JSON, sec_fetch_site="same-site", origin="http://127.0.0.1:8000"),
    _case(_ORDER, content_type=_FORM, origin="https://evil.example"),
    _case(_ORDER, content_type=_FORM, sec_fetch_site="cross-site"),
)  # fmt: skip


def _by_chance(source: random.Random) -> Case:
    fields = _typed(source.choice([*_TYPES]))
    if source.random() < 0.6:
        fields["origin"] = source.choice((*sorted(_OURS), "https://evil.example", "null"))
    if source.random() < 0.6:
        fields["sec_fetch_site"] = source.choice([*_SITES])
    return _case(
        "Where there is Sec-Fetch-Site, it decides, and Origin otherwise; then comes the type.", **fields
    )


judge = on_cases(_right, _CASES, by_chance=_by_chance)
