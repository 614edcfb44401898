from helpers.dissectors.http1.explainer import Http1Explainer
from helpers.dissectors.http1.heads import explain_head
from helpers.dissectors.section import Section
from helpers.protocols.http1.heads import Request, parse_request_head, parse_response_head
from helpers.protocols.http1.reading import Http1, HttpUnit, Message
from helpers.protocols.unit import Status, Unit
from tests.dissectors.tiling import CLIENT, SERVER, check_connection, check_tiles, leaves, named
from tests.vectors.websocket_vectors import REQUEST, RESPONSE


def head(data, side=CLIENT, *, key="", reason=""):
    """A section of a whole head, or (with a reason) of the beginning of one."""
    unit = Unit(side, 0, len(data), "http1", HttpUnit.HEAD)
    if reason:
        unit = unit._replace(status=Status.UNFINISHED, reason=reason)
        explained = Http1Explainer(Http1()).unfinished(unit, data)
    else:
        parsed = parse_request_head(data) if side is CLIENT else parse_response_head(data)
        asked = Request("GET", "/", headers=(("Sec-WebSocket-Key", key),))
        explained = explain_head(data, Message(parsed, asked if key else None))
    section = Section(unit, data, explained)
    check_tiles([section.field], 0, len(data))
    return section


def test_every_leaf_is_explained():
    dissector = check_connection([(CLIENT, REQUEST[1]), (SERVER, RESPONSE[1])], [])
    for side in (CLIENT, SERVER):
        (section,) = dissector.sections(side)
        for leaf in leaves([section.field]):
            assert leaf.note.endswith(".")
            assert leaf.rfc


def labels(section):
    return section.title, section.summary


def test_labels():
    assert labels(head(REQUEST[1])) == ("GET /chat", "Upgrade: websocket")
    assert labels(head(RESPONSE[1], SERVER)) == ("101", "Switching Protocols")
    assert labels(head(b"HTTP/1.1 404 \r\n\r\n", SERVER)) == ("404", "")


def test_what_differs_between_two_runs():
    volatile = {leaf.value for leaf in leaves([head(REQUEST[1]).field]) if leaf.volatile}
    assert "server.example.com" in volatile
    assert "dGhlIHNhbXBsZSBub25jZQ==" in volatile
    assert "13" not in volatile


def test_the_proof_is_checked():
    accept = "Sec-WebSocket-Accept"
    fits = head(RESPONSE[1], SERVER, key="dGhlIHNhbXBsZSBub25jZQ==").field
    assert named([fits], accept).note.endswith("It fits the key.")
    assert named([fits], "value").decoded is None
    other = head(RESPONSE[1], SERVER, key="AAAAAAAAAAAAAAAAAAAAAA==").field
    assert "It does not fit the key:" in named([other], accept).note
    assert "key" not in named([head(RESPONSE[1], SERVER).field], accept).note.partition("base64.")[2]


def test_the_key_is_decoded():
    key = named([head(REQUEST[1]).field], "Sec-WebSocket-Key").children[2]
    assert key.decoded.data == b"the sample nonce"
    bad = head(b"GET / HTTP/1.1\r\nSec-WebSocket-Key: ***\r\n\r\n").field
    assert named([bad], "Sec-WebSocket-Key").note.endswith("This one is not base64.")
    empty = head(b"GET / HTTP/1.1\r\nSec-WebSocket-Key:\r\n\r\n").field
    assert named([empty], "Sec-WebSocket-Key").value == ""


def test_spaces_and_unknown_things():
    found = head(b"\r\nBREW /pot HTTP/1.3\r\nX-Mine:  \t a b \t\r\nY: \r\n\r\n").field
    assert [child.name for child in found.children] == [
        "empty line",
        "request line",
        "X-Mine",
        "Y",
        "blank line",
    ]
    mine = named([found], "X-Mine")
    assert [child.name for child in mine.children] == ["name", "separator", "value", "space", "line end"]
    assert mine.value == "a b"
    assert "does not explain" in mine.note
    assert "does not explain" in named([found], "method").note
    assert "not read here" in named([found], "version").note


def test_status_classes():
    assert named([head(b"HTTP/1.1 299 X\r\n\r\n", SERVER).field], "status code").note == "It worked."
    assert "invalid" in named([head(b"HTTP/1.1 999 X\r\n\r\n", SERVER).field], "status code").note
    assert head(b"HTTP/1.1 200\r\n\r\n", SERVER).title == "200"


def test_unfinished_heads():
    for size in range(1, len(REQUEST[1])):
        found = head(REQUEST[1][:size], reason="more is needed")
        assert found.summary == "incomplete"
        assert found.field.note.endswith("Not all of it came: more is needed.")
    assert [child.name for child in head(b"GET / HTTP/1.1\r\nHos", reason="x").field.children] == [
        "request line",
        "incomplete",
    ]


def test_lines_that_break_the_rules_in_an_unfinished_head():
    assert named([head(b"GET /\r\nA: b\r\n", reason="x").field], "malformed").note.endswith(
        "no request line."
    )
    assert named([head(b"HTTP/1\r\n", SERVER, reason="x").field], "malformed").note.endswith(
        "no status line."
    )
    assert named([head(b"GET / HTTP/1.1\r\nA b\r\n", reason="x").field], "malformed").value == "A b"
