"""The list syntax of Sec-WebSocket-Extensions (RFC 6455 §9.1): names with parameters, in both directions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.http1.heads import TOKEN

__all__ = ["Extension", "parse_extensions", "serialize_extensions"]

# RFC 9110 §5.6.4: quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )
_QUOTED = r'"((?:[^"\\]|\\[\t -\xff])*)"'
_PARAMETER = re.compile(rf"[ \t]*;[ \t]*({TOKEN.pattern})(?:[ \t]*=[ \t]*(?:({TOKEN.pattern})|{_QUOTED}))?")
_NAME = re.compile(rf"[ \t]*({TOKEN.pattern})")
_COMMA = re.compile(r"[ \t]*(?:,[ \t]*)*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Extension:
    """One offered or accepted extension; a parameter without a value has ``None``."""

    name: str
    parameters: tuple[tuple[str, str | None], ...] = ()


def parse_extensions(value: str) -> tuple[Extension, ...]:
    """Read one header value; what does not follow the grammar is refused with 400."""
    # RFC 6455 §9.1: extension-list = 1#extension; extension = extension-token *( ";" extension-param )
    found, at = [], 0
    while at < len(value):
        name = _NAME.match(value, at)
        if name is None:
            raise RemoteProtocolError(f"no extension name at character {at} of {value!r}", status=400)
        parameters, at = _parameters(value, name.end())
        found.append(Extension(name[1], parameters))
        comma = _COMMA.match(value, at)
        if comma is None:
            raise RemoteProtocolError(f"not an extension list at character {at} of {value!r}", status=400)
        at = comma.end()
    return tuple(found)


def _parameters(value: str, at: int) -> tuple[tuple[tuple[str, str | None], ...], int]:
    parameters: list[tuple[str, str | None]] = []
    while match := _PARAMETER.match(value, at):
        name, token, quoted = match.groups()
        # "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
        quoted = None if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        if quoted is not None and not TOKEN.fullmatch(quoted):
            raise RemoteProtocolError(f"the quoted value {quoted!r} is not a token", status=400)
        parameters.append((name, token if quoted is None else quoted))
        at = match.end()
    return tuple(parameters), at


def serialize_extensions(extensions: Iterable[Extension]) -> str:
    """Write one header value."""
    return ", ".join("; ".join([one.name, *map(_parameter, one.parameters)]) for one in extensions)


def _parameter(parameter: tuple[str, str | None]) -> str:
    name, value = parameter
    return name if value is None else f"{name}={value}"
