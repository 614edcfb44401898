import json

from proofs import Answers

from helpers.chat.domain import parse_post

ANSWERS = Answers("read_post")
LIMITS = {"name": 40, "text": 2000}


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
    if not name or len(name) > 40 or not text or len(text) > 2000:
        raise ValueError("name or text is empty or too long")
    return {"text": text, "name": name}


@ANSWERS.right
async def as_a_coroutine(body):
    return read(body)


def read(body, *without):
    """A right answer, without what is named."""
    value = json.loads(body if "utf-8" in without else body.decode())
    if "object" not in without and not isinstance(value, dict):
        raise ValueError("expected an object")
    post = {}
    for member, limit in LIMITS.items():
        text = value[member] if "missing" in without else value.get(member)
        if "type" not in without and not isinstance(text, str):
            raise ValueError(f"{member} must be a string")
        text = text if "strip" in without or not isinstance(text, str) else text.strip()
        if ("empty" not in without and not text) or ("limit" not in without and len(str(text)) > limit):
            raise ValueError(f"{member} is empty or too long")
        post[member] = text
    return value if "extra" in without else post


@ANSWERS.wrong("It was stored; refuse it")
def believes_everything(body):
    try:
        value = json.loads(body.decode())
        return {"name": value["name"], "text": value["text"]}
    except Exception:
        return {"name": "?", "text": "?"}


@ANSWERS.wrong("JSON, but an array: a post is an object. Your code raised AttributeError")
def takes_any_json(body):
    return read(body, "object")


@ANSWERS.wrong("The text is missing. Your code raised KeyError")
def a_key_error(body):
    return read(body, "missing")


@ANSWERS.wrong("The text is a number; stored, it breaks every page. It was stored")
def takes_numbers(body):
    return read(body, "type")


@ANSWERS.wrong("What would be stored is not what was meant")
def keeps_blanks(body):
    return read(body, "strip")


@ANSWERS.wrong("The text is empty. It was stored")
def takes_nothing(body):
    return read(body, "empty")


@ANSWERS.wrong("The name is longer than 40. It was stored")
def has_no_limit(body):
    return read(body, "limit")


@ANSWERS.wrong("decode it as that first")
def lets_json_guess_the_encoding(body):
    return read(body, "utf-8")


@ANSWERS.wrong("What would be stored is not what was meant")
def stores_what_nobody_asked_for(body):
    return {**read(body), **{k: v for k, v in json.loads(body).items() if k == "admin"}}


@ANSWERS.wrong("without a reason")
def says_no_reason(body):
    try:
        return read(body)
    except ValueError:
        raise ValueError from None


@ANSWERS.wrong("This post is right. It was refused")
def counts_bytes(body):
    post = read(body)
    if len(post["text"].encode()) > 2000:
        raise ValueError("too long")
    return post


@ANSWERS.wrong("Your function returned a tuple, expected a dict")
def returns_a_tuple(body):
    post = read(body)
    return post["name"], post["text"]
