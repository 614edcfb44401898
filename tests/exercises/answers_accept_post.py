from email.message import Message

from tests.exercises.proofs import Answers

ANSWERS = Answers("accept_post")


@ANSWERS.right
def with_a_parser(headers, ours):
    match headers:
        case {"sec-fetch-site": site}:
            foreign = site not in {"same-origin", "none"}
        case {"origin": origin}:
            foreign = origin not in ours
        case _:
            foreign = False
    message = Message()
    message["content-type"] = headers.get("content-type", "")
    if foreign:
        return 403
    return 201 if message.get_content_type() == "application/json" else 415


@ANSWERS.right
def one_reason_after_the_other(headers, ours):
    site = headers.get("sec-fetch-site")
    if site in ("cross-site", "same-site"):
        return 403
    if site is None and headers.get("origin", next(iter(ours))) not in ours:
        return 403
    if headers.get("content-type", "").split(";")[0].lower().strip() != "application/json":
        return 415
    return 201


TYPE = 'kind == "application/json"'
SITE = '("same-origin", "none")'
ANSWERS.edits(
    (TYPE, 'kind.startswith("application/json")', "That is another type, which only begins like yours"),
    (TYPE, 'kind != "application/x-www-form-urlencoded"', "A form can send text/plain"),
    (TYPE, 'kind in ("application/json", "application/json-seq")', "JSON texts in a row"),
    (TYPE, "kind", "A form can send text/plain"),
    (".lower()", "", "The letters of a type may be capital"),
    ('.partition(";")[0]', "", "A parameter may stand behind the type"),
    ('.partition(";")[0].strip().lower()', ".lower()", TYPE, '"application/json" in kind',
     "What stands behind the semicolon is no type"),
    (SITE, '("same-origin", "same-site", "none")', "Another port, or a neighbour"),
    (SITE, '("same-origin",)', "a person did it, and no page"),
    ("origin is None or origin in ours", "origin in ours", "No page at all"),
    ("origin is None or origin in ours", "True", "A page of another site"),
    ("origin is None or origin in ours", 'origin in (None, "null") or origin in ours', "A page in a sandbox"),
    ("origin is None or origin in ours", "origin is None or origin.startswith(tuple(ours))", "It begins like yours"),
    ("    if not friend:\n        return 403\n", "",
     "return 201 if", "return 403 if not friend and kind == 'application/json' else 201 if",
     "Whose page it is comes first"),
    ("return 403", "return False", "returned True or False, expected a number"),
)  # fmt: skip
