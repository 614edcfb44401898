import base64
import binascii
import hashlib
from http import HTTPStatus

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request, header, header_list, serialize
from helpers.protocols.websocket.handshake import accept, accept_key, is_key, refuse
from tests.exercises.proofs import Answers

ANSWERS = Answers("handshake")


GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def _proof(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


def _refuse(status, why, **more):
    body = (why + "\n").encode()
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@ANSWERS.right
def one_rule_after_the_other(request: Request) -> bytes:
    def count(name):
        return sum(one.lower() == name.lower() for one, _ in request.headers)

    def words(name):
        return [word.lower() for word in header_list(request.headers, name)]

    if request.method != "GET":
        return _refuse(405, "a handshake is a GET", Allow="GET")
    if request.version != "HTTP/1.1":
        return _refuse(400, "a handshake needs HTTP/1.1")
    if count("Host") != 1:
        return _refuse(400, "exactly one Host, please")
    if "websocket" not in words("Upgrade"):
        return _refuse(400, "Upgrade: websocket is missing")
    if "upgrade" not in words("Connection"):
        return _refuse(400, "Connection: Upgrade is missing")
    if (
        count("Sec-WebSocket-Version") != 1
        or header(request.headers, "Sec-WebSocket-Version").strip() != "13"
    ):
        return _refuse(426, "only version 13 is spoken here", Upgrade="websocket", Sec_WebSocket_Version="13")
    key = header(request.headers, "Sec-WebSocket-Key")
    if count("Sec-WebSocket-Key") != 1 or not is_key(key):
        return _refuse(400, "one Sec-WebSocket-Key of 16 bytes, please")
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {_proof(key)}\r\n\r\n"
    ).encode()


class _Refused(Exception):
    pass


@ANSWERS.right
def raises_its_refusals(request: Request) -> bytes:
    fields = {}
    for name, value in request.headers:
        fields.setdefault(name.lower(), []).append(value.strip())

    def only(name):
        values = fields.get(name, [])
        if len(values) != 1:
            raise _Refused("400 Bad Request", f"{len(values)} times {name}")
        return values[0]

    def tokens(name):
        return {word.strip().lower() for word in ",".join(fields.get(name, [])).split(",")}

    try:
        if request.method != "GET":
            raise _Refused("405 Method Not Allowed", "only GET", "Allow: GET")
        if request.version == "HTTP/1.0":
            raise _Refused("505 HTTP Version Not Supported", "HTTP/1.1 at least")
        only("host")
        if "websocket" not in tokens("upgrade") or "upgrade" not in tokens("connection"):
            raise _Refused(
                "426 Upgrade Required",
                "this is for WebSocket",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
            )
        if only("sec-websocket-version") != "13":
            raise _Refused("426 Upgrade Required", "13", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
        key = only("sec-websocket-key")
        try:
            size = len(base64.b64decode(key, validate=True))
        except (binascii.Error, ValueError):
            size = 0
        if size != 16:
            raise _Refused("400 Bad Request", "the key is not 16 bytes in base64")
    except _Refused as refused:
        status, why, *lines = refused.args
        lines = [f"HTTP/1.1 {status}", *lines, "Connection: close", f"Content-Length: {len(why)}", "", why]
        return "\r\n".join(lines).encode("latin-1")
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "upgrade: WebSocket",
        "connection: upgrade",
        "sec-websocket-accept: " + _proof(key),
        "",
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


@ANSWERS.right
def with_the_courses_own_parts(request):
    try:
        return serialize(accept(request))
    except RemoteProtocolError as error:
        return serialize(refuse(error))


@ANSWERS.right
def a_table_of_rules(request):
    fields = {name.lower(): value for name, value in request.headers}
    tokens = [token.strip().lower() for token in fields.get("connection", "").split(",")]
    try:
        key_is_right = len(base64.b64decode(fields.get("sec-websocket-key", ""), validate=True)) == 16
    except binascii.Error:
        key_is_right = False
    rules = (
        (request.method == "GET", "405 Method Not Allowed\r\nAllow: GET, HEAD"),
        (request.version == "HTTP/1.1", "505 HTTP Version Not Supported"),
        ("host" in fields, "400 Bad Request"),
        (fields.get("upgrade", "").lower() == "websocket", "426 Upgrade Required\r\nUpgrade: websocket"),
        ("upgrade" in tokens, "426 Upgrade Required\r\nUpgrade: websocket"),
        (fields.get("sec-websocket-version") == "13", "400 Bad Request\r\nSec-WebSocket-Version: 13"),
        (key_is_right, "400 Bad Request"),
    )
    for right, refusal in rules:
        if not right:
            return f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode()
    proof = accept_key(fields["sec-websocket-key"])
    chosen = fields.get("sec-websocket-protocol", "").split(",")[0].strip()
    lines = ["HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: upgrade"]
    lines += [
        f"sec-websocket-accept: {proof}",
        *([f"sec-websocket-protocol: {chosen}"] if chosen else []),
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


BAD = "400 Bad Request"


def reply(request, *without, bad=BAD, end="\r\n", extra=()):
    """A right answer, without what is named."""
    headers = request.headers
    tokens = [token.lower() for token in header_list(headers, "Connection")]
    sent = header(headers, "Sec-WebSocket-Key")
    rules = {
        "method": request.method == "GET",
        "HTTP/1.1": request.version == "HTTP/1.1",
        "host": header(headers, "Host") is not None,
        "upgrade": (header(headers, "Upgrade") or "").lower() == "websocket",
        "connection": "upgrade" in tokens,
        "version": header(headers, "Sec-WebSocket-Version") == "13",
        "key": sent is not None,
        "size": sent is None or right_size(sent),
    }
    broken = next((rule for rule, right in rules.items() if not right and rule not in without), "")
    status = {
        "": "101 Switching Protocols",
        "method": "405 Method Not Allowed",
        "version": "426 Upgrade Required",
    }
    version = ["Sec-WebSocket-Version: 13", "Upgrade: websocket"]
    more = {"method": ["Allow: GET"], "version": version}.get(broken, [])
    if not broken:
        proof = f"Sec-WebSocket-Accept: {accept_key(sent or '')}"
        more = ["Upgrade: websocket", "Connection: Upgrade", proof, *extra]
    more = [line for line in more if line.split(":")[0] not in without]
    lines = [f"HTTP/1.1 {status.get(broken, bad)}", *more, *([] if "blank" in without else [""]), ""]
    return end.join(lines).encode()


def right_size(sent):
    try:
        return len(base64.b64decode(sent, validate=True)) == 16
    except binascii.Error:
        return False


@ANSWERS.wrong("Sec-WebSocket-Accept is None")
def no_accept(request):
    return reply(request, "Sec-WebSocket-Accept")


@ANSWERS.wrong("Sec-WebSocket-Accept is s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
def always_the_same_accept(request):
    answer = reply(request)
    head, found, _ = answer.partition(b"Sec-WebSocket-Accept: ")
    return head + found + b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" if found else answer


@ANSWERS.wrong("The blank line is missing, so the client still waits")
def no_blank_line(request):
    return reply(request, "blank")


@ANSWERS.wrong("Lines end with CR LF")
def line_feeds_alone(request):
    return reply(request, end="\n")


@ANSWERS.wrong("This client was let in; it must be refused with 405")
def any_method(request):
    return reply(request, "method")


@ANSWERS.wrong("405 says too what would be right: the header Allow: GET")
def no_allow(request):
    return reply(request, "Allow")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def any_version(request):
    return reply(request, "version")


@ANSWERS.wrong("A 426 must name the protocol to upgrade to: Upgrade: websocket")
def names_no_protocol_beside_426(request):
    made = reply(request)
    return made.replace(b"Upgrade: websocket\r\n", b"") if made.startswith(b"HTTP/1.1 426") else made


@ANSWERS.wrong("426 says too what would be right: the header Sec-WebSocket-Version: 13")
def version_not_said(request):
    return reply(request, "Sec-WebSocket-Version")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def key_not_needed(request):
    return reply(request, "key")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def any_key(request):
    return reply(request, "size")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def upgrade_not_asked_for(request):
    return reply(request, "upgrade")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def connection_not_looked_at(request):
    return reply(request, "connection")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def no_host(request):
    return reply(request, "host")


@ANSWERS.wrong("This client was let in; it must be refused with 400")
def http_1_0(request):
    return reply(request, "HTTP/1.1")


@ANSWERS.wrong("This client is right, and was refused with 400")
def connection_is_one_word(request):
    one_word = header(request.headers, "Connection") in (None, "Upgrade", "upgrade")
    return reply(request) if one_word else b"HTTP/1.1 400 Bad Request\r\n\r\n"


@ANSWERS.wrong("This client is right, and was refused with 400")
def letters_must_match(request):
    same = header(request.headers, "Upgrade") in (None, "websocket")
    return reply(request) if same else b"HTTP/1.1 400 Bad Request\r\n\r\n"


@ANSWERS.wrong("It was refused, but with 403; this refusal is 400")
def forbidden_for_everything(request):
    return reply(request, bad="403 Forbidden")


@ANSWERS.wrong("The 101 chooses the subprotocol chat, which this client did not offer")
def a_subprotocol_nobody_asked_for(request):
    return reply(request, extra=["Sec-WebSocket-Protocol: chat"])


@ANSWERS.wrong("The 101 grants the extension permessage-deflate")
def grants_compression(request):
    granted = header(request.headers, "Sec-WebSocket-Extensions")
    return reply(request, extra=[f"Sec-WebSocket-Extensions: {granted}"] if granted else [])


@ANSWERS.wrong("The server closed without a word")
def refuses_in_silence(request):
    answer = reply(request)
    return answer if b" 101 " in answer else b""


@ANSWERS.wrong("returned text (str), expected the reply's bytes")
def returns_text(request):
    return reply(request).decode()


@ANSWERS.wrong("bytes follow the blank line of the 101")
def a_page_behind_the_101(request):
    return reply(request) + b"Welcome!"
