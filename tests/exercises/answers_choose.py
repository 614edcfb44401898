from tests.exercises.proofs import Answers

ANSWERS = Answers("choose")
TABLE = {
    "departures": ["polling", "websocket", "connections"],
    "goals": ["sse", "http2-stream", "proxy"],
    "drawing": ["websocket", "polling", "late"],
    "help desk": ["long-polling", "websocket", "proxy"],
    "trading": ["http2-stream", "polling", "talk"],
    "thermometer": ["long-polling", "sse", "proxy"],
}


@ANSWERS.right
def in_a_table(product):
    return TABLE[product]


ANSWERS.right_edits(
    ('"sse", "connections"', '"http2-stream", "connections"'),
    ('"long-polling", "silence"', '"websocket", "proxy"'),
    ('"websocket", "sse", "talk"', '"websocket", "http2-stream", "proxy"'),
)
ANSWERS.edits(
    ('"polling", "sse", "connections"', '"sse", "polling", "late"', "sse will not do: it keeps a connection"),
    ('"sse", "long-polling", "silence"', '"websocket", "long-polling", "silence"',
     "websocket will not do: the proxy on the way passes no upgrades"),
    ('"websocket", "sse", "talk"', '"sse", "polling", "talk"', "sse will not do: a post costs 280 bytes"),
    ('"websocket", "sse", "talk"', '"http2-stream", "sse", "talk"', "the proxy on the way passes no HTTP/2"),
    ('"long-polling", "polling", "late"', '"polling", "long-polling", "late"', "its news is up to 3 s old"),
    ('"long-polling", "polling", "silence"', '"polling", "sse", "proxy"', "a silent minute costs 6,280 bytes"),
    ('"long-polling", "silence"', '"long-polling", "talk"', "long-polling does not violate 'talk'"),
    ('"long-polling", "polling", "late"', '"long-polling", "long-polling", "late"', "long-polling would do as well"),
    ('"http2-stream", "websocket"', '"webtransport", "websocket"', "'webtransport' is none of the ways"),
    ('"websocket", "proxy"', '"websocket", "price"', "'price' is none of the requirements"),
    ('return "polling", "sse", "connections"', 'return "polling"', "Give three texts"),
    ('return "polling", "sse", "connections"', 'return {"departures": "polling"}', "Give three texts"),
)  # fmt: skip
