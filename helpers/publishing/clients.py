"""`course clients`: the browsers' official clients, from npm, into a folder that git ignores.

Enters: the versions that `helpers/chat/official.json` pins. Leaves: `clients/node_modules/`. Wraps `npm install`.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.npm import run_npm

__all__ = ["FOLDER", "install_clients"]

FOLDER = "clients"
PINNED = Path(__file__).parents[1] / "chat" / "official.json"
AGAIN = "run npm install in clients/ to see more"
OFFLINE = "once you are online, run it again; until then lessons go on with a client in Python"
Say = Callable[[str], None]


def install_clients(root: Path, *, say: Say) -> list[Path]:
    """Bring each pinned client that is not there yet; the files for the browser."""
    pinned: dict[str, dict[str, str]] = json.loads(PINNED.read_text("utf-8"))
    home = root / FOLDER
    wanted = {name: one["version"] for name, one in pinned.items() if not _there(home, name, one)}
    if wanted:
        home.mkdir(exist_ok=True)
        (home / "package.json").write_text(json.dumps(_package(pinned), indent=2) + "\n", "utf-8")
        say(f"asking npm for {', '.join(f'{name} {version}' for name, version in wanted.items())} …")
        run_npm(["install", "--no-package-lock"], home, offline=OFFLINE, again=AGAIN)
    for name, one in pinned.items():
        if not _there(home, name, one):
            raise CourseError(
                FOLDER, f"npm said that all is well, and {name} is not there", remedy=f"remove {FOLDER}/"
            )
        say(f"{name} {one['version']} is in {FOLDER}/: {_size(home, name, one)}")
    return [home / "node_modules" / name / one["file"] for name, one in pinned.items()]


def _package(pinned: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    return {"private": True, "dependencies": {name: one["version"] for name, one in pinned.items()}}


def _there(home: Path, name: str, one: Mapping[str, str]) -> bool:
    folder = home / "node_modules" / name
    try:
        version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        return False
    return version == one["version"] and (folder / one["file"]).is_file()


def _size(home: Path, name: str, one: Mapping[str, str]) -> str:
    file = home / "node_modules" / name / one["file"]
    return f"{one['file']}, {file.stat().st_size / 1000:.0f} kB"
