"""The chat as one aiohttp application: its page, and as many ways to it as one likes, side by side on one chat.

What enters: a chat, and transports. What leaves: an application to serve. A ``Transport`` is the server's module of a
way to the chat; it says where the page's module is, and what that has to know. The application knows no transport:
one may add routes, keep a reply open, take a connection over, or start a server of its own (``app.cleanup_ctx``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware

from helpers.chat.domain import Chat
from helpers.chat.servers.answers import answers
from helpers.chat.servers.files import PageSettings, add_page

__all__ = ["BODY_LIMIT", "Mount", "Settings", "Transport", "chat_app", "named"]

BODY_LIMIT = 64 * 1024  # bytes of a POST
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Settings = Mapping[str, object]
Mount = Callable[[web.Application, Chat], Settings]


@dataclass(frozen=True, slots=True)
class Transport:
    """One way to the chat. ``name`` stands in the page's menu and its address, ``page`` is the module it loads.

    ``mount`` adds the way to an application and gives the settings of the page's module. They are read anew for each
    visitor: a server of its own writes its ``origin`` there as soon as it has one, and the page may then speak to it.
    """

    name: str
    page: Path
    mount: Mount


def chat_app(
    chat: Chat,
    transports: Sequence[Transport],
    *,
    base: float = 1.0,
    middlewares: Sequence[Middleware] = (),
    log: list[str] | None = None,
) -> web.Application:
    """The chat page and ``transports``, the first of which the page takes unless it is asked for another.

    ``base`` is the base of the page's backoff (s). Each request leaves a line in ``log``.
    """
    named(transports)
    app = web.Application(middlewares=[answers(log), *middlewares], client_max_size=BODY_LIMIT)
    settings = {transport.name: transport.mount(app, chat) for transport in transports}
    modules = {transport.name: transport.page for transport in transports}
    add_page(app, PageSettings(base, modules, settings))
    return app


def named(transports: Sequence[Transport]) -> list[str]:
    """Their names; a ``ValueError`` where they have none of their own."""
    names = [transport.name for transport in transports]
    if not names or len(set(names)) < len(names) or not all(NAME.fullmatch(name) for name in names):
        raise ValueError(
            f"a chat takes transports with names of their own, such as 'long-polling', not {names}"
        )
    return names
