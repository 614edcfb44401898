"""The chat by short polling: ``GET /poll``, ``GET /poll?after=CURSOR``, ``POST /poll``; each is answered at once."""

from aiohttp import web

from helpers.chat.domain import BadCursor, Chat
from helpers.chat.servers.answers import refusal
from helpers.chat.servers.app import Settings, Transport
from helpers.chat.servers.files import TRANSPORTS
from helpers.chat.servers.requests import store, tell

__all__ = ["polling"]


def polling(*, seconds: float = 3.0) -> Transport:
    """Answer whoever asks; ``seconds`` is what the page waits between two polls."""

    def mount(app: web.Application, chat: Chat) -> Settings:
        async def get(request: web.Request) -> web.Response:
            return answer(chat, request)

        async def post(request: web.Request) -> web.Response:
            return await store(chat, request)

        app.router.add_get("/poll", get, allow_head=False)
        app.router.add_post("/poll", post)
        return {"path": "poll", "seconds": seconds}

    return Transport("polling", TRANSPORTS / "polling.js", mount)


def answer(chat: Chat, request: web.Request) -> web.Response:
    """History, or what came after a cursor; 304 where the client has it already; 400 for a bad cursor."""
    cursor = request.query.get("after")
    try:
        page = chat.greeting() if cursor is None else chat.after(cursor)
    except BadCursor as error:
        return refusal(400, str(error))
    return tell(request, page, tag=chat.cursor)
