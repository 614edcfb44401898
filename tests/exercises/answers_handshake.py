import base64
import binascii
from http import HTTPStatus

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1 import Request, header, header_list, serialize
from helpers.protocols.websocket.handshake import accept, accept_key, is_key, refuse
from tests.exercises.proofs import Answers

ANSWERS = Answers("handshake")


def _refuse(status, why, **more):
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Length: {len(why)}",
        "Connection: close",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", why]).encode()


@ANSWERS.right
def one_rule_after_the_other(request: Request) -> bytes:
    def count(name):
        return sum(one.lower() == name.lower() for one, _ in request.headers)

    def words(name):
        return [word.lower() for word in header_list(request.headers, name)]

    spoken = {"Sec_WebSocket_Version": "13", "Upgrade": "websocket", "connection": "upgrade"}
    if request.method != "GET":
        return _refuse(405, "a handshake is a GET", Allow="GET")
    if request.version == "HTTP/1.0":
        return _refuse(505, "HTTP/1.1 at least")
    if count("Host") != 1:
        return _refuse(400, "exactly one Host, please")
    if "websocket" not in words("Upgrade") or "upgrade" not in words("Connection"):
        return _refuse(426, "this is for WebSocket", **spoken)
    if count("Sec-WebSocket-Version") != 1 or header(request.headers, "Sec-WebSocket-Version") != "13":
        return _refuse(426, "only version 13 is spoken here", **spoken)
    key = header(request.headers, "Sec-WebSocket-Key")
    if count("Sec-WebSocket-Key") != 1 or not is_key(key):
        return _refuse(400, "one Sec-WebSocket-Key of 16 bytes, please")
    lines = ["HTTP/1.1 101 Switching Protocols", "upgrade: WebSocket", "connection: upgrade"]
    return "\r\n".join([*lines, f"sec-websocket-accept: {accept_key(key)}", "", ""]).encode()


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
        (
            fields.get("upgrade", "").lower() == "websocket",
            "426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade",
        ),
        ("upgrade" in tokens, "426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade"),
        (fields.get("sec-websocket-version") == "13", "400 Bad Request\r\nSec-WebSocket-Version: 13"),
        (key_is_right, "400 Bad Request"),
    )
    for right, refusal in rules:
        if not right:
            return f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode()
    chosen = fields.get("sec-websocket-protocol", "").split(",")[0].strip()
    lines = ["HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: upgrade"]
    lines += [f"sec-websocket-accept: {accept_key(fields['sec-websocket-key'])}"]
    return "\r\n".join([*lines, *([f"sec-websocket-protocol: {chosen}"] if chosen else []), "", ""]).encode()


IN, REFUSED = (
    "This client was let in; it must be refused with ",
    "This client is right, and was refused with 400",
)
GIVEN, ENDS = 'f"Sec-WebSocket-Accept: {accept_key(key)}"', '([*lines, "", ""]).encode("ascii")'
CONNECTION = '[token.lower() for token in header_list(headers, "Connection")]'
ANSWERS.edits(
    (f"        lines.append({GIVEN})\n", "", "Sec-WebSocket-Accept is None"),
    (GIVEN, "'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='", "Accept is s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
    (', "", ""', ', ""', "The blank line is missing, so the client still waits"),
    ('"\\r\\n".join', '"\\n".join', "Lines end with CR LF"),
    (ENDS, ENDS.removesuffix('.encode("ascii")'), "returned text (str), expected the reply's bytes"),
    ("return ", "return b'' if len(lines) == 2 else ", "The server closed without a word"),
    (ENDS, f'{ENDS} + (b"Welcome!" if len(lines) == 4 else b"")', "bytes follow the blank line of the 101"),
    ('request.method != "GET"', "False", f"{IN}405"),
    (', "Allow: GET"', "", "405 says too what would be right: the header Allow: GET"),
    ('header(headers, "Sec-WebSocket-Version") != "13"', "False", f"{IN}400"),
    ('["Upgrade: websocket", "Connection', '["Connection', "A 426 must name the protocol to upgrade to"),
    ('"Connection: Upgrade", "Content', '"Content', "The 426 needs Connection: Upgrade"),
    ('Bad Request", "Content-Length: 0"]', 'Bad Request"]', "Where does this refusal end? Content-Length: 0 says it"),
    ('Bad Request", "Content-Length: 0"]', 'Bad Request", "Content-Length: 2"]', "Where does this refusal end?"),
    (', "Sec-WebSocket-Version: 13"', "", "426 says too what would be right: the header Sec-WebSocket-Version: 13"),
    ("key is None or not", "key and not", "accept_key(key)", "accept_key(key or '')", f"{IN}400"),
    ("not is_key(key)", "False", f"{IN}400"),
    ('"websocket" in', "True or", f"{IN}400"),
    ('"upgrade" in', "True or", f"{IN}400"),
    ('header(headers, "Host") is not None', "True", f"{IN}400"),
    ('request.version == "HTTP/1.1"', "True", f"{IN}400"),
    (CONNECTION, "[(header(headers, 'Connection') or '').lower()]", REFUSED),
    ('[token.lower() for token in header_list(headers, "Upgrade")]', "header_list(headers, 'Upgrade')", REFUSED),
    ("400 Bad Request", "403 Forbidden", "It was refused, but with 403; this refusal is 400"),
    (GIVEN, f"{GIVEN} + '\\r\\nSec-WebSocket-Protocol: chat'",
     "The 101 chooses the subprotocol chat, which this client did not offer"),
    (GIVEN, f"{GIVEN} + '\\r\\nSec-WebSocket-Extensions: permessage-deflate'",
     "The 101 grants the extension permessage-deflate"),
)  # fmt: skip
