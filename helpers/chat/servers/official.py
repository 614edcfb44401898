"""Other people's clients in a page of ours: where the file of one is, or what brings it.

``course clients`` installs what ``official.json`` pins into ``clients/``, which git ignores; tests also find it in
``node_modules/``. In a browser tab a wheel brings it, where the site was published with one. Nothing of it is
committed, and no page asks another host for it. Looked up anew at each question, so that the command may be run while
a server is up.
"""

import json
import sys
from pathlib import Path

from aiohttp import web

from helpers.chat.servers.answers import refusal

__all__ = ["COMMAND", "add_client", "find_client", "missing"]

COMMAND = "course clients"
ROOT = Path(__file__).parents[3]
PLACES = ("clients/node_modules", "node_modules")
PINNED = json.loads(Path(__file__).parents[1].joinpath("official.json").read_text("utf-8"))


def find_client(name: str, *, root: Path = ROOT) -> Path | None:
    """The browser's file of the client ``name`` in the version that the course pins, or nothing."""
    for place in PLACES:
        folder = root / place / name
        file: Path = folder / PINNED[name]["file"]
        if file.is_file() and _version(folder) == PINNED[name]["version"]:
            return file
    return None


def missing(name: str) -> str:
    """What a reader has to do who has no such file."""
    lacks = f"{name} {PINNED[name]['version']} is not here"
    if sys.platform == "emscripten":
        return f"{lacks}: this site was published without it, and an installed course shows this page"
    return f"{lacks}: run “{COMMAND}” in the course's folder, then reload"


def add_client(app: web.Application, name: str, address: str, *, root: Path = ROOT) -> None:
    """Serve the client's file at ``address``; without the file, a 404 that says what to run."""

    async def send(request: web.Request) -> web.Response:
        if (file := find_client(name, root=root)) is None:
            return refusal(404, missing(name))
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.read_bytes(), content_type="text/javascript", headers=headers)

    app.router.add_get(address, send)


def _version(folder: Path) -> str:
    try:
        return str(json.loads((folder / "package.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return ""
