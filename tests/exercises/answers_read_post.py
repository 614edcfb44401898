import json

from helpers.chat.domain import parse_post
from tests.exercises.proofs import Answers

ANSWERS = Answers("read_post")


@ANSWERS.right
def with_a_reason_for_each_fault(body: bytes) -> dict[str, str]:
    try:
        sent = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("the body is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"the body is not JSON: {error}") from None
    except RecursionError:
        raise ValueError("the JSON is nested too deep") from None
    if not isinstance(sent, dict):
        raise ValueError("the body must be a JSON object")
    post = {}
    for member, limit in (("name", 40), ("text", 2000)):
        if not isinstance(sent.get(member), str):
            raise ValueError(f"{member} is missing, or no string")
        value = sent[member].strip()
        if all(letter.isspace() or letter in "\u200b\u3164\ufeff" for letter in value):
            raise ValueError(f"{member} has nothing to see")
        if len(value) > limit:
            raise ValueError(f"{member} has more than {limit} characters")
        post[member] = value
    return post


@ANSWERS.right
def with_the_courses_own(body):
    value = json.loads(body.decode())
    post = parse_post(json.dumps({**value, "key": "k"} if isinstance(value, dict) else value).encode())
    return {"name": post.name, "text": post.text}


@ANSWERS.right
def with_a_match(body):
    match json.loads(str(body, "utf-8")):
        case {"name": str(name), "text": str(text)}:
            name, text = name.strip(), text.strip()
        case other:
            raise ValueError(f"not a post: {type(other).__name__}")
    seen = [one.translate(dict.fromkeys((0x200B, 0x3164, 0xFEFF))).strip() for one in (name, text)]
    if not all(seen) or len(name) > 40 or len(text) > 2000:
        raise ValueError("name or text is empty or too long")
    return {"text": text, "name": name}


@ANSWERS.wrong("It was stored; refuse it")
def believes_everything(body):
    try:
        value = json.loads(body.decode())
        return {"name": value["name"], "text": value["text"]}
    except Exception:
        return {"name": "?", "text": "?"}


OBJECT = 'raise ValueError("expected a JSON object")'
CHECK = '        if not post[member].strip(UNSEEN):\n            raise ValueError(f"{member} has nothing to see")\n'
LENGTH = "if len(post[member]) > limit"
ANSWERS.right_edits(
    ("def", "async def"), ("return post", 'return {"text": post["text"], "name": post["name"]}')
)
ANSWERS.edits(
    ("isinstance(value, dict)", "value", "JSON, but an array: a post is an object. Your code raised AttributeError"),
    (*("value.get(member)", "value[member]"), "The text is missing. Your code raised KeyError"),
    (*("not isinstance(text, str)", "text is None", "text.strip()", "str(text).strip()"),
     "The text is a number; stored, it breaks every page. It was stored"),
    ("text.strip()", "text", "What would be stored is not what was meant"),
    (CHECK, "", "The text is empty. It was stored"),
    (".strip(UNSEEN)", "", "nobody sees anything of it: U+200B shows nothing. It was stored"),
    ("post[member].strip(UNSEEN)", "any(c.isprintable() for c in text.strip())", "U+3164 shows nothing"),
    (".strip(UNSEEN)", '.strip("\u200b\u3164\ufeff")', "U+200B, blank, U+3164 shows nothing"),
    ("text.strip()", 'text.strip().replace("\u200b", "")', "What would be stored is not what was meant"),
    (LENGTH, "if False", "The name is longer than 40. It was stored"),
    ('body.decode("utf-8")', "body", "decode it as that first"),
    ("return post", "return {**value, **post}", "What would be stored is not what was meant"),
    (OBJECT, "raise ValueError", "without a reason"),
    (OBJECT, "return None", "a post is an object. Your function returned None; refuse it"),
    (LENGTH, "if len(post[member].encode()) > limit", "This post is right. It was refused"),
    ("return post", 'return post["name"], post["text"]', "Your function returned a tuple, expected a dict"),
)  # fmt: skip
