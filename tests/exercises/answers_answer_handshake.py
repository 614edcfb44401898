import json

from tests.exercises.proofs import Answers

ANSWERS = Answers("answer_handshake")


@ANSWERS.right
def by_match(record):
    error = "I speak json, version 1"
    try:
        match json.loads(record):
            case {"protocol": "json", "version": int(version)} if version == 1 and version is not True:
                return "{}" + chr(30)
    except json.JSONDecodeError:
        error = "that was no JSON"
    return f'{{"error": "{error}"}}\x1e'


@ANSWERS.right
async def asks_each_thing(record):
    def refusal(why):
        return json.dumps({"error": why}, separators=(",", ":")) + "\x1e"

    try:
        said = dict(json.loads(record).items())
    except (ValueError, AttributeError):
        return refusal("an object is expected")
    if said.get("protocol") != "json":
        return refusal("only json")
    return " {} \x1e" if repr(said.get("version")) == "1" else refusal("only version 1")


JSON = 'said.get("protocol") == "json"'
VERSION = "type(version) is int and version == 1"
SAYS = '{"error": "only json in version 1 is spoken here"}'
ANSWERS.edits(
    ('return "{}\\x1e"', 'return "{}"', "0x1E stands behind each record"),
    (' + "\\x1e"', "", "0x1E stands behind each record"),
    ('return "{}\\x1e"', 'return "{}\\x1e\\x1e"', "JSON in version 1"),
    ('return "{}\\x1e"', 'return \'{"error": null}\\x1e\'', "JSON in version 1"),
    (JSON, "True", "Whoever wants something else is told so"),
    (JSON, 'str(said.get("protocol")).lower() == "json"', "in these letters"),
    (VERSION, "True", "The version is the number 1"),
    (VERSION, "version == 1", "in JSON it is no number"),
    (VERSION, "type(version) is int", "The version is the number 1"),
    (VERSION, 'str(version) == "1"', "A text is none"),
    (VERSION, "isinstance(version, int) and version == 1", "in JSON it is no number"),
    ("except ValueError:", "except KeyError:", "raised JSONDecodeError"),
    ("if not isinstance(said, dict):", "if not said:", "A list has no protocol"),
    (SAYS, '{"error": ""}', "Whoever wants something else"),
    (SAYS, '{"type": 7, "error": "no"}', "Whoever wants something else"),
)  # fmt: skip
