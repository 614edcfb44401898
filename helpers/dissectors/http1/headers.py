"""What each header field means, in one sentence, and where it is defined."""

from typing import NamedTuple

__all__ = ["METHODS", "STATUS", "Meaning", "meaning", "status_meaning"]


class Meaning(NamedTuple):
    """A sentence, its source, and whether the value differs between two runs."""

    note: str
    rfc: str
    volatile: bool = False


def meaning(name: str) -> Meaning:
    """Look up a header field, whatever its case."""
    return _HEADERS.get(name.lower(), _UNKNOWN)


def status_meaning(status: int) -> Meaning:
    """Look up a status code, or at least its class."""
    return STATUS.get(status) or _CLASSES.get(status // 100, _UNKNOWN_STATUS)


_UNKNOWN = Meaning(
    "A header field that this course does not explain; who does not know it ignores it.", "RFC 9110 §5.1"
)
_UNKNOWN_STATUS = Meaning("A status code outside of the five classes: invalid.", "RFC 9110 §15")

_HEADERS = {
    # ---- the WebSocket handshake ----
    "upgrade": Meaning(
        "The protocol to which the sender wants to switch on this very connection.", "RFC 9110 §7.8"
    ),
    "connection": Meaning(
        "Fields and wishes for this hop only: “Upgrade” announces the switch, “close” and “keep-alive” say what "
        "happens after the response.",
        "RFC 9110 §7.6.1",
    ),
    "sec-websocket-key": Meaning(
        "16 random bytes in base64, new for each connection: the server proves by them that it read this request.",
        "RFC 6455 §11.3.1",
        volatile=True,
    ),
    "sec-websocket-accept": Meaning(
        "The proof: SHA-1 of the client's key followed by a fixed GUID, in base64.",
        "RFC 6455 §11.3.3",
        volatile=True,
    ),
    "sec-websocket-version": Meaning(
        "The version of the WebSocket protocol; only 13 was ever standardised. In a refusal: the versions the server "
        "speaks.",
        "RFC 6455 §11.3.5",
    ),
    "sec-websocket-protocol": Meaning(
        "Subprotocols: the client lists what it speaks, the best first; the server picks at most one.",
        "RFC 6455 §11.3.4",
    ),
    "sec-websocket-extensions": Meaning(
        "Extensions such as compression: the client offers, the server repeats what it accepts.",
        "RFC 6455 §11.3.2",
    ),
    "origin": Meaning(
        "The origin of the page that asks; a browser always says it truly, so a server can refuse strangers.",
        "RFC 6454 §7",
        volatile=True,
    ),
    # ---- requests ----
    "host": Meaning(
        "The name and port the client believes it talks to; every HTTP/1.1 request must have exactly one.",
        "RFC 9110 §7.2",
        volatile=True,
    ),
    "user-agent": Meaning("The program that sends the request.", "RFC 9110 §10.1.5"),
    "accept": Meaning("The media types the client would like to get.", "RFC 9110 §12.5.1"),
    "accept-encoding": Meaning("The compressions the client can undo.", "RFC 9110 §12.5.3"),
    "accept-language": Meaning("The languages the person prefers.", "RFC 9110 §12.5.4"),
    "authorization": Meaning("Credentials that prove who is asking.", "RFC 9110 §11.6.2", volatile=True),
    "cookie": Meaning(
        "What the server told the browser to remember, sent back.", "RFC 6265 §5.4", volatile=True
    ),
    "expect": Meaning("The client waits for “100 Continue” before it sends the body.", "RFC 9110 §10.1.1"),
    "if-none-match": Meaning(
        "Send the body only if its ETag is none of these; otherwise 304 suffices.",
        "RFC 9110 §13.1.2",
        volatile=True,
    ),
    "if-modified-since": Meaning(
        "Send the body only if it changed after this date; otherwise 304 suffices.",
        "RFC 9110 §13.1.3",
        volatile=True,
    ),
    "last-event-id": Meaning(
        "The last event an EventSource saw before it lost the connection: the server goes on after it.",
        "HTML Living Standard §9.2",
    ),
    "range": Meaning("Only this part of the body is wanted.", "RFC 9110 §14.2"),
    "referer": Meaning("The page that led here.", "RFC 9110 §10.1.3", volatile=True),
    "te": Meaning("The transfer codings, and trailers, that the client accepts.", "RFC 9110 §10.1.4"),
    "cache-control": Meaning(
        "Who may store the response, for how long, and when to ask again.", "RFC 9111 §5.2"
    ),
    "pragma": Meaning("The “no-cache” of HTTP/1.0.", "RFC 9111 §5.4"),
    "sec-fetch-site": Meaning(
        "How the asking page relates to this site; a browser says it.", "Fetch Metadata §2.4"
    ),
    "sec-fetch-mode": Meaning("In which mode a browser fetches.", "Fetch Metadata §2.2"),
    "sec-fetch-dest": Meaning("What a browser will use the response for.", "Fetch Metadata §2.1"),
    "x-forwarded-for": Meaning(
        "Who a proxy says the client is; anyone can write it.", "RFC 7239 §1", volatile=True
    ),
    # ---- responses ----
    "access-control-allow-origin": Meaning("Whose scripts may read this response.", "Fetch §3.3.3"),
    "allow": Meaning("The methods this resource knows; a 405 must say them.", "RFC 9110 §10.2.1"),
    "age": Meaning("For how many seconds a cache has kept this response.", "RFC 9111 §5.1", volatile=True),
    "date": Meaning("When the response was made.", "RFC 9110 §6.6.1", volatile=True),
    "etag": Meaning(
        "A mark for this version of the resource, to be sent back in If-None-Match.",
        "RFC 9110 §8.8.3",
        volatile=True,
    ),
    "expires": Meaning("When the response becomes stale.", "RFC 9111 §5.3", volatile=True),
    "last-modified": Meaning("When the resource changed last.", "RFC 9110 §8.8.2", volatile=True),
    "location": Meaning("Where to go instead, or what was created.", "RFC 9110 §10.2.2", volatile=True),
    "retry-after": Meaning("How long to wait before asking again: seconds or a date.", "RFC 9110 §10.2.3"),
    "server": Meaning("The program that answers.", "RFC 9110 §10.2.4"),
    "set-cookie": Meaning("What the browser shall remember and send back.", "RFC 6265 §4.1", volatile=True),
    "vary": Meaning(
        "The request fields on which this response depends; caches need to know.", "RFC 9110 §12.5.5"
    ),
    "www-authenticate": Meaning("How to prove who is asking.", "RFC 9110 §11.6.1"),
    "x-accel-buffering": Meaning(
        "“no” asks an nginx proxy to pass the body on at once.", "nginx proxy module"
    ),
    # ---- bodies ----
    "content-encoding": Meaning("How the body was compressed.", "RFC 9110 §8.4"),
    "content-language": Meaning("The language of the body.", "RFC 9110 §8.5"),
    "content-length": Meaning("How many bytes of body follow the blank line.", "RFC 9110 §8.6"),
    "content-type": Meaning("What the body is, and in which character encoding.", "RFC 9110 §8.3"),
    "keep-alive": Meaning(
        "For how long, and how often, the connection may be used again.", "RFC 2068 §19.7.1"
    ),
    "trailer": Meaning("The fields that will follow a chunked body.", "RFC 9110 §6.6.2"),
    "transfer-encoding": Meaning(
        "“chunked”: the body comes in pieces, each with its own length.", "RFC 9112 §6.1"
    ),
    "via": Meaning("The proxies on the way.", "RFC 9110 §7.6.3"),
}

METHODS = {
    "GET": "Asks for the resource; a WebSocket handshake must be a GET.",
    "HEAD": "Asks for what a GET would answer, without the body.",
    "POST": "Gives the resource something to process; doing it twice may do it twice.",
    "PUT": "Replaces the resource with the body.",
    "PATCH": "Changes a part of the resource.",
    "DELETE": "Removes the resource.",
    "OPTIONS": "Asks what is allowed; browsers send it before some cross-origin requests.",
    "CONNECT": "Asks a proxy for a tunnel.",
    "TRACE": "Asks for the request itself, as it arrived.",
}

_SECTION = "RFC 9110 §15"
STATUS = {
    100: Meaning("The head is fine, send the body.", f"{_SECTION}.2.1"),
    101: Meaning("The server switches: after the blank line it speaks the new protocol.", f"{_SECTION}.2.2"),
    103: Meaning("Hints while the real response is being made.", "RFC 8297 §2"),
    200: Meaning("It worked; the body is the answer.", f"{_SECTION}.3.1"),
    201: Meaning("It worked, and something was created.", f"{_SECTION}.3.2"),
    202: Meaning("Accepted; the work is not done yet.", f"{_SECTION}.3.3"),
    204: Meaning("It worked; there is nothing to say, so no body.", f"{_SECTION}.3.5"),
    206: Meaning("A part of the body, as asked for.", f"{_SECTION}.3.7"),
    301: Meaning("Moved for good.", f"{_SECTION}.4.2"),
    302: Meaning("Found elsewhere, for now.", f"{_SECTION}.4.3"),
    303: Meaning("Look there, with a GET.", f"{_SECTION}.4.4"),
    304: Meaning("Nothing changed: use the copy you have; no body.", f"{_SECTION}.4.5"),
    307: Meaning("Elsewhere for now; repeat the same method there.", f"{_SECTION}.4.8"),
    308: Meaning("Elsewhere for good; repeat the same method there.", f"{_SECTION}.4.9"),
    400: Meaning("The server could not make sense of the request.", f"{_SECTION}.5.1"),
    401: Meaning("Say who you are first.", f"{_SECTION}.5.2"),
    403: Meaning("Understood, and refused.", f"{_SECTION}.5.4"),
    404: Meaning("There is nothing here.", f"{_SECTION}.5.5"),
    405: Meaning("This resource does not know this method; Allow says which it knows.", f"{_SECTION}.5.6"),
    408: Meaning("The request took too long to arrive.", f"{_SECTION}.5.9"),
    409: Meaning("The request conflicts with the state of the resource.", f"{_SECTION}.5.10"),
    413: Meaning("The body is larger than the server accepts.", f"{_SECTION}.5.14"),
    415: Meaning("The server does not read this media type.", f"{_SECTION}.5.16"),
    421: Meaning("This server does not answer for this host.", f"{_SECTION}.5.20"),
    426: Meaning("Come back with another protocol or version; Upgrade says which.", f"{_SECTION}.5.22"),
    429: Meaning("Too many requests; Retry-After says when to come back.", "RFC 6585 §4"),
    431: Meaning("The header fields are larger than the server accepts.", "RFC 6585 §5"),
    500: Meaning("The server failed; trying again may help, or do the same thing twice.", f"{_SECTION}.6.1"),
    501: Meaning("The server does not know this method.", f"{_SECTION}.6.2"),
    502: Meaning("A proxy got nonsense from the server behind it.", f"{_SECTION}.6.3"),
    503: Meaning("Overloaded or in repair; Retry-After may say for how long.", f"{_SECTION}.6.4"),
    504: Meaning("A proxy waited too long for the server behind it.", f"{_SECTION}.6.5"),
    505: Meaning("The server does not speak this version of HTTP.", f"{_SECTION}.6.6"),
}
_CLASSES = {
    1: Meaning("An interim answer; the final one is still to come.", f"{_SECTION}.2"),
    2: Meaning("It worked.", f"{_SECTION}.3"),
    3: Meaning("Look elsewhere.", f"{_SECTION}.4"),
    4: Meaning("The request is at fault.", f"{_SECTION}.5"),
    5: Meaning("The server is at fault.", f"{_SECTION}.6"),
}
