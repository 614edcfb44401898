import base64
import binascii
import hashlib

from tests.exercises.proofs import Answers

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


ANSWERS = Answers("accept_key")


GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@ANSWERS.right
def with_sha1_in_a_line(key: str) -> str:
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


@ANSWERS.right
def with_binascii(key: str) -> str:
    proof = hashlib.new("sha1")
    for part in (key, GUID):
        proof.update(part.encode("ascii"))
    return str(binascii.b2a_base64(proof.digest(), newline=False), "ascii")


@ANSWERS.right
def joined_bytes_and_binascii(key):
    sha = hashlib.new("sha1")
    sha.update(key.encode())
    sha.update(GUID.encode())
    return binascii.b2a_base64(sha.digest(), newline=False).decode("ascii")


@ANSWERS.right
def from_the_hex_digest(key):
    digest = hashlib.sha1(f"{key}{GUID}".encode()).hexdigest()
    return str(base64.b64encode(bytes.fromhex(digest)), "ascii")


@ANSWERS.wrong("The header carries its 20 bytes in base64")
def returns_the_hex_digest(key):
    return hashlib.sha1((key + GUID).encode()).hexdigest()


@ANSWERS.wrong("take digest(), 20 bytes, and not hexdigest()")
def base64_of_the_hex_digest(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).hexdigest().encode()).decode()


@ANSWERS.wrong("This is the key without the GUID")
def forgets_the_guid(key):
    return base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()


@ANSWERS.wrong("The key comes first, the GUID behind it")
def guid_first(key):
    return base64.b64encode(hashlib.sha1((GUID + key).encode()).digest()).decode()


@ANSWERS.wrong("letters are upper case")
def lower_case_guid(key):
    return base64.b64encode(hashlib.sha1((key + GUID.lower()).encode()).digest()).decode()


@ANSWERS.wrong("The key is hashed as the text it is")
def decodes_the_key(key):
    return base64.b64encode(hashlib.sha1(base64.b64decode(key) + GUID.encode()).digest()).decode()


@ANSWERS.wrong("SHA-256")
def another_hash(key):
    return base64.b64encode(hashlib.sha256((key + GUID).encode()).digest()).decode()


@ANSWERS.wrong("returned bytes, expected text (str)")
def returns_bytes(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest())


@ANSWERS.wrong("TypeError: Strings must be encoded before hashing")
def hashes_text(key):
    return base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()


@ANSWERS.wrong("URL-safe base64")
def url_safe(key):
    return base64.urlsafe_b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


@ANSWERS.wrong("A line end stands behind the value")
def with_a_line_end(key):
    return base64.encodebytes(hashlib.sha1((key + GUID).encode()).digest()).decode()


@ANSWERS.wrong("returned None. Is a `return` missing?")
def prints_it(key):
    print(base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode())


@ANSWERS.wrong("not the digest of key + GUID")
def only_the_rfcs_example(key):
    return "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
