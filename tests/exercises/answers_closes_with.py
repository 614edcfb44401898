from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.websocket.close import parse_close
from helpers.protocols.websocket.connection import Connection
from helpers.protocols.websocket.events import Binary, Closed, Failed
from helpers.protocols.websocket.frames import Frame, Opcode
from helpers.protocols.websocket.utf8 import Utf8Validator
from helpers.vocabulary import Side
from tests.exercises.proofs import Answers

ANSWERS = Answers("closes_with")


@ANSWERS.right
def asks_the_courses_own(fin, rsv, opcode, masked, payload):
    peer = Connection(Side.SERVER, max_message=1000)
    frame = Frame(fin, opcode, payload, mask_key=b"abcd" if masked else None).serialize()
    peer.receive_data(bytes([frame[0] | rsv << 4]) + frame[1:])
    event = next(peer.events(), None)
    if isinstance(event, Binary):
        return 1003
    if isinstance(event, (Failed, Closed)):
        return event.code if event.code != 1005 else 1000
    return None


@ANSWERS.right
def a_case_for_each_opcode(fin, rsv, opcode, masked, payload):
    whole = bool(fin) and len(payload) <= 125
    try:
        match opcode:
            case _ if rsv or not masked:
                return 1002
            case Opcode.TEXT if len(payload) > 1000:
                return 1009
            case Opcode.TEXT:
                Utf8Validator().receive_data(payload)
                if fin:
                    payload.decode()
                return None
            case Opcode.BINARY:
                return 1003
            case Opcode.PING | Opcode.PONG if whole:
                return None
            case Opcode.CLOSE if whole:
                return parse_close(payload)[0] if payload else 1000
            case _:
                return 1002
    except UnicodeDecodeError:
        return 1007
    except RemoteProtocolError as error:
        return error.close_code


LENGTH = "if len(payload) > 1000:\n        return 1009\n    "
ANSWERS.edits(
    ("not masked or ", "", "A client's frame without a mask breaks the protocol"),
    ("or rsv or", "or", "A reserved bit without an extension"),
    ("opcode in (1, 2))", "opcode in (0, 1, 2))", "A continuation, and nothing was begun"),
    ("opcode in (8, 9, 10)", "opcode >= 8", "Nobody defined this opcode"),
    ("not fin or ", "", "Control frames are whole"),
    (" or len(payload) > 125", "", "Control frames are whole"),
    ("return 1003", "return None", "This chat takes text, and these are bytes"),
    (LENGTH, "", "More than 1000 bytes are too big"),
    ("> 1000:", ">= 1000:", "1000 bytes are allowed"),
    ("return 1009", "return 1002", "More than 1000 bytes are too big"),
    ("if payload else 1000", "if payload else None", "An empty close: 1000"),
    ("if payload else 1000", "if payload else 1005", "An empty close: 1000"),
    ("range(1000, 1004)", "range(1000, 1005)", "This code must not stand in a close frame"),
    ("range(1007, 1012)", "range(1005, 1016)", "This code must not stand in a close frame"),
    ("range(3000, 5000)", "range(3000, 65536)", "This code must not stand in a close frame"),
    ("(opcode == 1 and fin)", "opcode == 1 and False", "This text is not UTF-8"),
    ("opcode == 8 or (", "(", "The reason is text too"),
    ("return 1007", "return 1002", "This text is not UTF-8"),
    ("return code", "return None", "An empty close: 1000"),
    ("return code", "return code or 1000", "Nothing is wrong, and nobody said goodbye"),
)  # fmt: skip
