"""6C: one invocation, and its completion: the method is called, and who waits is told what came of it."""

import json
from collections.abc import Callable
from typing import Any

from helpers.checks.engine.values import describe
from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

SECRET = "no such row in table users"
RESULT = "The completion has type 3, the invocation's id, and the result."
NOBODY = "Without an invocationId nobody waits, and nobody may be answered: return None."
CALLED = "Nobody waits, and the method is called all the same."
FALSY = "0, an empty text and False are results like any other. Only None is no result."
KEPT = "The words of an exception are for your log: they may tell strangers about your tables."
_calls = list[str]()


def _noted(name: str, does: Callable[..., object]) -> Callable[..., object]:
    return lambda *arguments: (_calls.append(name), does(*arguments))[1]  # type: ignore[func-returns-value]


_DOES: dict[str, Callable[..., object]] = {"Add": lambda one, other: one + other, "Give": lambda value: value}
_DOES["Fail"] = lambda: dict[str, object]()[SECRET]
METHODS = {name: _noted(name, does) for name, does in _DOES.items()}


def _case(why: str, target: str, *arguments: object, id: str | None = "7") -> Case:
    named = {} if id is None else {"invocationId": id}
    message = {"type": 1, **named, "target": target, "arguments": [*arguments]}
    return Case((METHODS, message), why, about=f"complete(methods, {message})")


_CASES = (
    _case(RESULT, "Add", 40, 2),
    _case(f"{RESULT} The id is a text, and comes back as it was.", "Add", 1, 1, id="x-01"),
    _case("The arguments are a list in the message, and each its own for the method.", "Give", [1, 2]),
    _case("The method returned None: a completion without result and without error.", "Give", None),
    *(_case(FALSY, "Give", value) for value in [0, "", False]),
    _case("What went wrong is the text in error, and there is no result beside it.", "Fail"),
    _case("No method has this name, and somebody waits: an error.", "Nothing"),
    _case("Names are compared as they are written.", "add", 1, 2),
    _case("A wrong number of arguments is an error of this invocation, and of nothing else.", "Add", 1),
    _case(NOBODY, "Add", 1, 2, id=None),
    *(_case(f"{NOBODY} Not even with an error.", target, id=None) for target in ("Fail", "Nothing")),
)  # fmt: skip


def _answer(methods: Any, message: dict[str, Any]) -> dict[str, Any] | None:
    try:
        result = methods[message["target"]](*message["arguments"])
        end = {} if result is None else {"result": result}
    except Exception:
        end = {"error": "…"}
    id = message.get("invocationId")
    return None if id is None else {"type": 3, "invocationId": id, **end}


def _read(value: Any) -> str:
    """The answer, the words of its error free, and which methods were called for it."""
    called, _calls[:] = [*_calls], []
    if (
        isinstance(value, dict)
        and isinstance(words := value.get("error"), str)
        and words
        and SECRET not in words
    ):
        value = value | {"error": "…"}
    try:
        said = "None" if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        said = describe(value)
    return f"{said}, calling {', '.join(called) or 'nothing'}"


def _leaks(words: str) -> Callable[..., str]:
    return lambda *args: _read((_answer(*args) or {}) | {"error": words})


_MISTAKES = mistakes(
    (lambda *args: _read(_answer(*args)).replace("Add", "nothing").replace("Fail", "nothing"), CALLED),
    (lambda *args: _read(_answer(*args)).replace("Add", "Add, Add"), "The method was called twice."),
    *((_leaks(words), KEPT) for words in (SECRET, repr(SECRET))),
)
judge = on_cases(lambda *args: _read(_answer(*args)), _CASES, _MISTAKES, read=_read)
