import codecs

from tests.exercises.proofs import Answers

ANSWERS = Answers("decode_fragments")


@ANSWERS.right
def decodes_the_whole_and_deals_it_out(fragments: list[bytes]) -> list[str]:
    whole = b"".join(fragments).decode("utf-8")
    ends, total = [], 0
    for fragment in fragments:
        total += len(fragment)
        ends.append(total)
    texts, position, where = [""] * len(fragments), 0, 0
    for character in whole:
        position += len(character.encode())
        while ends[where] < position:
            where += 1
        texts[where] += character
    return texts


def by_hand(fragments, errors="strict"):
    texts, rest = [], b""
    for fragment in fragments:
        rest, done = rest + fragment, b""
        while rest and len(rest) >= (size := 1 + (rest[0] >= 0xC0) + (rest[0] >= 0xE0) + (rest[0] >= 0xF0)):
            done, rest = done + rest[:size], rest[size:]
        texts.append(done.decode("utf-8", errors))
    if rest:
        raise ValueError("cut in the middle of a character")
    return texts


@ANSWERS.right
def with_iterdecode_of_one(fragments):
    texts, waiting = [], b""
    for fragment in fragments:
        text, used = codecs.utf_8_decode(waiting + fragment, "strict", False)
        waiting = (waiting + fragment)[used:]
        texts.append(text)
    waiting.decode()
    return texts


ANSWERS.right(by_hand)
EACH = "[decoder.decode(fragment, final=i == last) for i, fragment in enumerate(fragments)]"
KEPT = f'(texts := {EACH.replace("=i == last", "=False")}, decoder.decode(b"", final=True))'
JOINED = 'b"".join(fragments).decode()'
ANSWERS.right_edits((EACH, f"{KEPT}[0]"))
ANSWERS.edits(
    (EACH, "[f.decode() for f in fragments]", "raised UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3"),
    (EACH, "[f.decode('utf-8', 'replace') for f in fragments]", "A character was replaced by �"),
    (EACH, "[f.decode('utf-8', 'ignore') for f in fragments]", "é is two bytes, c3 and a9"),
    (EACH, "[f.decode('latin-1') for f in fragments]", "é is two bytes, c3 and a9"),
    (EACH, JOINED, "returned text (str), expected a list"),
    (EACH, f"[{JOINED}]", "one text, some of them empty: 2; you gave 1"),
    (EACH, f"list({JOINED})", "one text, some of them empty: 1; you gave 5"),
    ("i == last", "False", "The message ends in the middle of a character. It must be refused: raise ValueError"),
    (EACH, f"['' for _ in fragments[1:]] + [{JOINED}]", "The text is right, but a character came out too late"),
    (EACH, f"[text for text in {EACH} if text]", "some of them empty"),
    ('"utf-8")()', '"utf-8")("replace")', "0xff never appears in UTF-8"),
)  # fmt: skip


@ANSWERS.wrong("These bytes are a surrogate")
def lets_surrogates_through(fragments):
    return by_hand(fragments, "surrogatepass")
