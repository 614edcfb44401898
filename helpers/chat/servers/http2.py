"""The chat as one handler for ``serve_http2``: the same page, and the ways to it whose replies never end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.chat.domain import Chat
from helpers.chat.servers.answers import REASONS
from helpers.chat.servers.app import named
from helpers.chat.servers.files import PageSettings, page_files, page_headers, read_file
from helpers.chat.servers.streamed import Routes, Streamed
from helpers.net.http2 import Handler, Reply, Request

__all__ = ["chat_http2"]

SETTINGS = "/settings.json"


def chat_http2(
    chat: Chat, transports: Sequence[Streamed], *, base: float = 1.0, log: list[str] | None = None
) -> Handler:
    """The chat page and ``transports``, as ``chat_app`` has them; the first is the one that the page takes."""
    settings = {name: one.settings for name, one in zip(named(transports), transports, strict=True)}
    page = PageSettings(base, {one.name: one.page for one in transports}, settings)
    routes = {route: handler for one in transports for route, handler in one.routes(chat).items()}
    site = _Site(routes, page, page_files(page))

    async def answer(request: Request) -> Reply:
        reply = await site.answer(request)
        if log is not None:
            log.append(f"{request.method} {request.target[:200]} {reply.status}")
        return reply

    return answer


@dataclass(frozen=True, slots=True)
class _Site:
    """The page at its addresses, and what the transports answer at theirs."""

    routes: Routes
    page: PageSettings
    files: Mapping[str, Path]

    async def answer(self, request: Request) -> Reply:
        method, path = request.method, request.path
        if handler := self.routes.get((method, path)):
            return await handler(request)
        allowed = sorted(one for one, known in self.routes if known == path)
        if path == SETTINGS or path in self.files:
            allowed = ["GET", "HEAD"]
            if method in allowed:
                return self._file(path)
        status, headers = (405, {"allow": ", ".join(allowed)}) if allowed else (404, {})
        return Reply.json({"error": REASONS[status]}, status=status, headers=headers)

    def _file(self, path: str) -> Reply:
        if path == SETTINGS:
            return Reply.json(self.page.as_json(), headers={"cache-control": "no-cache"})
        text, content_type = read_file(self.files[path])
        return Reply(200, {"content-type": content_type, **page_headers(self.page)}, text.encode())
