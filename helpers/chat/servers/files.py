"""The chat page's files, and the settings that tell it which transports this server speaks.

Only files that stand in the page's folder are served, read whole. Everything in the page is relative to its own
address, so that it also works behind a proxy's prefix.
"""

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

__all__ = ["PAGE", "add_page"]

PAGE = Path(__file__).parent.parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def add_page(app: web.Application, settings: dict[str, object]) -> None:
    """Serve the page at ``/``, each of its files, and ``/settings.json``."""

    async def tell(request: web.Request) -> web.Response:
        return web.json_response(settings, headers={"Cache-Control": "no-cache"})

    app.router.add_get("/settings.json", tell)
    for path in sorted(PAGE.rglob("*")):
        if path.suffix in TYPES:
            name = path.relative_to(PAGE).as_posix()
            app.router.add_get("/" if name == "index.html" else f"/{name}", _file(path))


def _file(path: Path) -> Handler:
    def read() -> str:
        return path.read_text("utf-8")

    async def send(request: web.Request) -> web.Response:
        return web.Response(text=read(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS)

    return send
