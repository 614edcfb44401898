import codecs

from tests.exercises.proofs import Answers

ANSWERS = Answers("decode_fragments")


@ANSWERS.right
def with_an_empty_last_call(fragments: list[bytes]) -> list[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    texts = [decoder.decode(fragment) for fragment in fragments]
    decoder.decode(b"", final=True)
    return texts


@ANSWERS.right
def decodes_the_whole_and_deals_it_out(fragments: list[bytes]) -> list[str]:
    whole = b"".join(fragments).decode("utf-8")
    ends, total = [], 0
    for fragment in fragments:
        total += len(fragment)
        ends.append(total)
    texts, position = [""] * len(fragments), 0
    where = 0
    for character in whole:
        position += len(character.encode())
        while ends[where] < position:
            where += 1
        texts[where] += character
    return texts


def length_of(first):
    return 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


@ANSWERS.right
def by_hand(fragments):
    texts, rest = [], b""
    for fragment in fragments:
        rest += fragment
        done = b""
        while rest and len(rest) >= length_of(rest[0]):
            size = length_of(rest[0])
            done, rest = done + rest[:size], rest[size:]
        texts.append(done.decode("utf-8"))
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


@ANSWERS.wrong("raised UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3")
def decodes_each_alone(fragments):
    return [fragment.decode() for fragment in fragments]


@ANSWERS.wrong("A character was replaced by �")
def replaces_what_is_cut(fragments):
    return [fragment.decode("utf-8", "replace") for fragment in fragments]


@ANSWERS.wrong("é is two bytes, c3 and a9")
def ignores_what_is_cut(fragments):
    return [fragment.decode("utf-8", "ignore") for fragment in fragments]


@ANSWERS.wrong("returned text (str), expected a list")
def joins_first(fragments):
    return b"".join(fragments).decode()


@ANSWERS.wrong("2 fragments give 2 texts, some of them empty; you gave 1")
def one_text_at_the_end(fragments):
    return [b"".join(fragments).decode()]


@ANSWERS.wrong("1 fragments give 1 texts, some of them empty; you gave 5")
def one_text_a_character(fragments):
    return list(b"".join(fragments).decode())


@ANSWERS.wrong("The message ends in the middle of a character. It must be refused: raise ValueError")
def does_not_look_at_the_end(fragments):
    decoder = codecs.getincrementaldecoder("utf-8")()
    return [decoder.decode(fragment) for fragment in fragments]


@ANSWERS.wrong("The text is right, but a character came out too late")
def only_at_the_end(fragments):
    text = b"".join(fragments).decode()
    return ["" for _ in fragments[1:]] + [text] if fragments else []


@ANSWERS.wrong("some of them empty")
def leaves_out_the_empty(fragments):
    decoder = codecs.getincrementaldecoder("utf-8")()
    texts = [decoder.decode(fragment) for fragment in fragments]
    decoder.decode(b"", final=True)
    return [text for text in texts if text]


@ANSWERS.wrong("é is two bytes, c3 and a9")
def as_latin_1(fragments):
    return [fragment.decode("latin-1") for fragment in fragments]


@ANSWERS.wrong("0xff never appears in UTF-8")
def forgives(fragments):
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    return [decoder.decode(fragment, final=at == len(fragments) - 1) for at, fragment in enumerate(fragments)]


@ANSWERS.wrong("These bytes are a surrogate")
def lets_surrogates_through(fragments):
    texts, rest = [], b""
    for fragment in fragments:
        rest += fragment
        done = b""
        while rest and len(rest) >= length_of(rest[0]):
            size = length_of(rest[0])
            done, rest = done + rest[:size], rest[size:]
        texts.append(done.decode("utf-8", "surrogatepass"))
    if rest:
        raise ValueError
    return texts
