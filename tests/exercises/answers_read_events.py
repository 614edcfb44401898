import re

from tests.exercises.proofs import Answers

ANSWERS = Answers("read_events")


@ANSWERS.right
def line_after_line_with_a_rest(pieces):
    rest, fired, fields = b"", [], {"data": [], "event": "", "id": ""}

    def end(line):
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value[1:] if value[:1] == " " else value
        if not line:
            if fields["data"]:
                fired.append((fields["event"] or "message", "\n".join(fields["data"]), fields["id"]))
            fields.update(data=[], event="")
        elif name == "data":
            fields["data"].append(value)
        elif name == "event" or (name == "id" and "\0" not in value):
            fields[name] = value

    rest = b"".join(pieces)
    rest = rest[3:] if rest[:3] == b"\xef\xbb\xbf" else rest
    while found := re.search(rb"\r\n?|\n", rest):
        end(rest[: found.start()])
        rest = rest[found.end() :]
    return fired


@ANSWERS.right
def by_normal_line_ends(pieces):
    text = b"".join(pieces).decode("utf-8", "replace")
    text = text[1:] if text.startswith("\ufeff") else text
    *blocks, _ = ("\n" + text.replace("\r\n", "\n").replace("\r", "\n")).split("\n\n"), None
    last, events = "", []
    for block in blocks[0][:-1]:
        pairs = [line.partition(":")[::2] for line in block.split("\n")]
        data = [value.removeprefix(" ") for name, value in pairs if name == "data"]
        kinds = [value.removeprefix(" ") for name, value in pairs if name == "event"]
        ids = [value.removeprefix(" ") for name, value in pairs if name == "id" and "\0" not in value]
        last = ids[-1] if ids else last
        if data:
            events.append((kinds[-1] if kinds and kinds[-1] else "message", "\n".join(data), last))
    return events


TEXT = 'b"".join(pieces).decode("utf-8", "replace").removeprefix("\\ufeff")'
LINES = 're.split("\\r\\n|\\n|\\r", text)[:-1]'
EVENT = '(kind or "message", "\\n".join(data), last_id)'
ANSWERS.edits(
    (TEXT, '"".join(piece.decode("utf-8", "replace") for piece in pieces).removeprefix("\\ufeff")', "cut anywhere"),
    ('.removeprefix("\\ufeff")\n', "\n", "A byte-order mark at the very beginning"),
    ('.removeprefix("\\ufeff")\n', '.replace("\\ufeff", "")\n', "at the beginning only"),
    ('"utf-8", "replace"', '"utf-8"', "Bytes that are not UTF-8"),
    (LINES, 'text.split("\\n")[:-1]', "CR, LF or CRLF"),
    (LINES, "text.splitlines()", "Only CR, LF and CRLF end a line; splitlines() knows more ends"),
    (LINES, 're.split("\\n|\\r", text)[:-1]', "A CRLF is one line end and not two"),
    ('text)[:-1]', 'text) + [""]', "whose empty line never came is thrown away"),
    ('value.removeprefix(" ")', "value.strip()", "a second one to the value"),
    ('value.removeprefix(" ")', "value", "expected"),
    ('line.partition(":")', 'line.rpartition(":")', "expected"),
    ("            if data:\n    ", "            if True:\n    ", "Nothing fires without data"),
    ('            data, kind = [], ""\n', '            data = []\n', "A type is for one event only"),
    ('            data, kind = [], ""\n', '            data, kind, last_id = [], "", ""\n', "An id holds"),
    ('data, kind = [], ""\n        elif', 'kind = ""\n        elif', "expected"),
    ('kind or "message"', "kind", "of type message"),
    ('"\\n".join(data)', '"".join(data)', "joined by line feeds"),
    (' and "\\0" not in value', "", "An id with a NUL in it is ignored"),
    ('elif name == "id" and', 'elif name == "id" and value and', "clears the id"),
    (EVENT, '"\\n".join(data)', "a tuple of three"),
    (EVENT, '(last_id, "\\n".join(data), kind or "message")', "type, data, id"),
)  # fmt: skip
