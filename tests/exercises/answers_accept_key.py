import base64
import binascii
import hashlib

from tests.exercises.proofs import Answers

ANSWERS = Answers("accept_key")
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@ANSWERS.right
def with_binascii(key: str) -> str:
    proof = hashlib.new("sha1")
    for part in (key, GUID):
        proof.update(part.encode("ascii"))
    return str(binascii.b2a_base64(proof.digest(), newline=False), "ascii")


@ANSWERS.right
def from_the_hex_digest(key):
    digest = hashlib.sha1(f"{key}{GUID}".encode()).hexdigest()
    return str(base64.b64encode(bytes.fromhex(digest)), "ascii")


ANSWERS.right_edits(('(key + GUID).encode("ascii")', "f'{key}{GUID}'.encode()"))
ANSWERS.edits(
    ('base64.b64encode(digest).decode("ascii")', "digest.hex()", "The header carries its 20 bytes in base64"),
    (".digest()", ".hexdigest().encode()", "take digest(), 20 bytes, and not hexdigest()"),
    ("key + GUID", "key", "This is the key without the GUID"),
    ("key + GUID", "GUID + key", "The key comes first, the GUID behind it"),
    ("key + GUID", "key + GUID.lower()", "letters are upper case"),
    ('(key + GUID).encode("ascii")', "base64.b64decode(key) + GUID.encode()", "The key is hashed as the text it is"),
    ("hashlib.sha1", "hashlib.sha256", "SHA-256"),
    ('digest).decode("ascii")', "digest)", "returned bytes, expected text (str)"),
    ('.encode("ascii")', "", "TypeError: Strings must be encoded before hashing"),
    ("base64.b64encode", "base64.urlsafe_b64encode", "URL-safe base64"),
    ("base64.b64encode", "base64.encodebytes", "A line end stands behind the value"),
    ("return ", "", "returned None. Is a `return` missing?"),
    ('base64.b64encode(digest).decode("ascii")', "'s3pPLMBiTxaQ9kYGzzhZRbK+xOo='", "not the digest of key + GUID"),
)  # fmt: skip
