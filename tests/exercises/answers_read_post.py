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
        if member not in sent:
            raise ValueError(f"{member} is missing")
        if not isinstance(sent[member], str):
            raise ValueError(f"{member} must be a string")
        value = sent[member].strip()
        if not value:
            raise ValueError(f"{member} is empty")
        if len(value) > limit:
            raise ValueError(f"{member} has more than {limit} characters")
        post[member] = value
    return post


def _no(constant):
    raise ValueError(f"{constant} is no JSON")


@ANSWERS.right
def with_a_pattern_for_each_member(body: bytes) -> dict[str, str]:
    def member(sent, name, limit):
        match sent:
            case {**members} if isinstance(members.get(name), str):
                value = members[name].strip()
                if 1 <= len(value) <= limit:
                    return value
                raise ValueError(f"{name}: 1 to {limit} characters, not {len(value)}")
        raise ValueError(f"an object with a string {name} is wanted")

    try:
        sent = json.loads(str(body, "utf-8"), parse_constant=_no)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return {name: member(sent, name, limit) for name, limit in {"name": 40, "text": 2000}.items()}


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
