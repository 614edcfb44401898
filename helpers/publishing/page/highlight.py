"""Code as HTML with a handful of kinds, so that one style sheet serves light and dark.

Enters: code and the name of its language. Leaves: escaped HTML with `<c-k>` and the like: shorter than spans with
classes: half a kilobyte a page, compressed. Plain names get none. An unknown language is plain text.
"""

from functools import lru_cache
from html import escape
from itertools import groupby

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.lexers.special import TextLexer  # type: ignore[import-untyped]
from pygments.token import Token  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

__all__ = ["highlight"]

# token type → kind; the nearest ancestor in this table wins
CLASSES = {
    Token.Keyword: "k",
    Token.Operator.Word: "k",
    Token.Literal.String: "s",
    Token.Literal.Number: "m",
    Token.Keyword.Constant: "m",
    Token.Comment: "c",
    Token.Generic.Prompt: "c",
    Token.Name.Function: "f",
    Token.Name.Class: "f",
    Token.Name.Decorator: "f",
    Token.Name.Tag: "f",
    Token.Name.Attribute: "f",
    Token.Name.Exception: "b",
    Token.Name.Builtin: "b",
    Token.Generic.Deleted: "d",
    Token.Generic.Inserted: "i",
}


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    for name in ("ipython3", "python") if language in ("", "python", "ipython3") else (language,):
        try:
            return get_lexer_by_name(name, stripnl=False)
        except ClassNotFound:
            continue
    return TextLexer(stripnl=False)


def _class(kind: object) -> str:
    """The kind of a token type: its own or its nearest ancestor's."""
    while kind is not None:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = getattr(kind, "parent", None)
    return ""


def highlight(code: str, *, language: str = "python") -> str:
    """HTML for the inside of `<code>`, without a newline at the end."""
    tokens = ((_class(kind), text) for kind, text in _lexer(language).get_tokens(code.rstrip("\n")))
    runs = (
        (name, "".join(text for _, text in run)) for name, run in groupby(tokens, key=lambda token: token[0])
    )
    shown = (
        f"<c-{name}>{escape(text, quote=False)}</c-{name}>" if name else escape(text, quote=False)
        for name, text in runs
    )
    return "".join(shown).rstrip("\n")
