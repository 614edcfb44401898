"""The chat page's files, and the settings that tell it which transports this server speaks.

Only files that stand in the page's folder are served, and each transport's module, at ``transports/NAME.js`` wherever
its file is. Everything in the page is relative to its own address, so that it also works behind a proxy's prefix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

__all__ = ["TRANSPORTS", "PageSettings", "add_page", "page_files", "page_headers", "read_file"]

FOLDER = Path(__file__).parent.parent / "page"
TRANSPORTS = FOLDER / "transports"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "connect-src 'self'"
)


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the page has to know: the base of its backoff (s), each transport's module and settings, by name."""

    base: float
    modules: Mapping[str, Path]
    settings: Mapping[str, Mapping[str, object]]

    def as_json(self) -> dict[str, object]:
        """The page's ``settings.json``."""
        transports = [{"name": name, **settings} for name, settings in self.settings.items()]
        return {"base": self.base, "transports": transports}

    def policy(self) -> str:
        """The Content-Security-Policy: nothing from elsewhere, but for a transport that has its own origin."""
        origins = [str(settings["origin"]) for settings in self.settings.values() if "origin" in settings]
        return " ".join([POLICY, *origins])


def page_files(page: PageSettings) -> dict[str, Path]:
    """Each address of the page's files and modules, and the file."""
    own = {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*"))}
    files = {name: path for name, path in own.items() if path.suffix in TYPES and path.parent != TRANSPORTS}
    files |= {f"transports/{name}.js": path for name, path in page.modules.items()}
    return {"/" if name == "index.html" else f"/{name}": path for name, path in files.items()}


def page_headers(page: PageSettings) -> dict[str, str]:
    """The headers of each file."""
    return HEADERS | {"Content-Security-Policy": page.policy()}


def read_file(path: Path) -> tuple[str, str]:
    """What a file says, and what it is."""
    return path.read_text("utf-8"), f"{TYPES[path.suffix]}; charset=utf-8"


def add_page(app: web.Application, page: PageSettings) -> None:
    """Serve the page at ``/``, each of its files and modules, and ``/settings.json``."""

    async def tell(request: web.Request) -> web.Response:
        return web.json_response(page.as_json(), headers={"Cache-Control": "no-cache"})

    app.router.add_get("/settings.json", tell)
    for address, path in page_files(page).items():
        app.router.add_get(address, _file(path, page))


def _file(path: Path, page: PageSettings) -> Handler:
    async def send(request: web.Request) -> web.Response:
        text, content_type = read_file(path)
        return web.Response(body=text.encode(), headers=page_headers(page) | {"Content-Type": content_type})

    return send
