"""What ways to the chat over plain requests share: a reply with what is new, and a POST that stores a message.

``ETag`` and 304 save the body of a reply that has nothing new (RFC 9110 §13). Every refusal is JSON with an
``error``, and nothing is stored. Rejected: CORS headers, as the page has the same origin.
"""

import math

from aiohttp import web

from helpers.chat.domain import BadPost, Chat, Conflict, Page, parse_post
from helpers.chat.servers.answers import refusal

__all__ = ["JSON", "seconds_of", "store", "stored", "tell", "unsuited"]

JSON = "application/json"


async def store(chat: Chat, request: web.Request) -> web.Response:
    """Store one message: 201, or 200 where its key was stored before."""
    if request.content_type != JSON:
        return refusal(415, unsuited(request.content_type))
    try:
        status, value = stored(chat, await _body(request))
    except BadPost as error:
        return refusal(400, str(error))
    return web.json_response(value, status=status)


def stored(chat: Chat, body: bytes) -> tuple[int, dict[str, object]]:
    """Store what ``body`` says; the reply's status and its JSON."""
    try:
        message, new = chat.post(parse_post(body))
    except BadPost as error:
        return 400, {"error": str(error)}
    except Conflict as error:
        return 409, {"error": str(error)}
    return 201 if new else 200, message.as_json()


def unsuited(content_type: str) -> str:
    """Why a body of this type is not taken."""
    return f"send {JSON}, not {content_type or 'something without a type'}"


def tell(request: web.Request, page: Page, *, tag: str) -> web.Response:
    """``page`` under the name ``tag``; 304 where the client has it already. No cache on the way may keep it."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if _known(request, tag):
        return web.Response(status=304, headers=headers)
    return web.json_response(page.as_json(), headers=headers)


def seconds_of(text: str | None, *, most: float) -> float:
    """The seconds that a query asks for, at most ``most``, and that where it says nothing; or a ``ValueError``."""
    if text is None:
        return most
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not seconds >= 0:
        raise ValueError(f"wait must be a number of seconds from 0, not {text[:40]!r}")
    return min(seconds, most)


async def _body(request: web.Request) -> bytes:
    """The whole body; half of one, or one that its headers belie, is no post."""
    try:
        return await request.read()
    except ConnectionError:
        raise BadPost("the connection ended before the body did") from None
    except web.RequestPayloadError:
        request.content.feed_eof()  # aiohttp would read on, and fail over it once more
        raise BadPost("the body does not decode as its headers say") from None


def _known(request: web.Request, tag: str) -> bool:
    """Whether ``If-None-Match`` names what we would send (RFC 9110 §13.1.2: a weak comparison)."""
    return any(known.value in ("*", tag) for known in request.if_none_match or ())
