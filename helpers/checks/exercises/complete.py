"""6C: one invocation, and its completion: the method is called, and who waits is told what came of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from helpers.checks.judges.cases import Case, mistakes, on_cases

__all__ = ["judge"]

SECRET = "no such row in table users"
RESULT = "The completion has type 3, the invocation's id, and the result."
NOBODY = "Without an invocationId nobody waits, and nobody may be answered: return None."
CALLED = "Nobody waits, and the method is called all the same."
FALSY = "0, an empty text and False are results like any other. Only None is no result."
KEPT = "The words of an exception are for your log: they may tell strangers about your tables."
_calls = list[str]()


def _run(name: str, does: Callable[..., object], *arguments: Any) -> object:
    _calls.append(name)
    return does(*arguments)


_DOES: dict[str, Callable[..., object]] = {"Add": lambda one, other: one + other, "Give": lambda value: value}
_DOES["Fail"] = lambda: dict[str, object]()[SECRET]
METHODS = {name: partial(_run, name, does) for name, does in _DOES.items()}


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


def _right(methods: Any, message: dict[str, Any]) -> tuple[Any, list[str]]:
    try:
        result = methods[message["target"]](*message["arguments"])
        end = {} if result is None else {"result": result}
    except Exception:
        end = {"error": "…"}
    id = message.get("invocationId")
    return _read(None if id is None else {"type": 3, "invocationId": id, **end})


def _read(value: Any) -> tuple[Any, list[str]]:
    """The answer, the words of its error free, and which methods were called for it."""
    called, _calls[:] = [*_calls], []
    words = value.get("error") if isinstance(value, dict) else None
    mended = isinstance(words, str) and words != "" and SECRET not in words
    return value | {"error": "…"} if mended else value, called


_MISTAKES = mistakes(
    (lambda *args: (_right(*args)[0], []), CALLED),
    (lambda *args: (_right(*args)[0], _right(*args)[1] * 2), "The method was called twice."),
    (lambda *args: (_right(*args)[0] | {"error": SECRET}, ["Fail"]), KEPT),
    (lambda *args: (_right(*args)[0] | {"error": repr(SECRET)}, ["Fail"]), KEPT),
)
judge = on_cases(_right, _CASES, _MISTAKES, read=_read)
