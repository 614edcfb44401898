"""The JSON of a record: an object, written without spaces; anything else breaks a rule."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from helpers.protocols.errors import LocalProtocolError, RemoteProtocolError

__all__ = ["dump", "load"]


def load(text: str | bytes) -> dict[str, Any]:
    """Read an object."""
    try:
        said = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RemoteProtocolError(f"no JSON: {error}") from None
    if not isinstance(said, dict):
        raise RemoteProtocolError(f"a JSON {type(said).__name__}, where an object is expected")
    return said


def dump(said: Mapping[str, Any]) -> str:
    """Write an object; JSON spells 0x1E as ``\\u001e``, so none of a record's texts can end it."""
    try:
        return json.dumps(said, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise LocalProtocolError(f"cannot be sent: {error}") from None


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(f"{constant} is no number of JSON")
