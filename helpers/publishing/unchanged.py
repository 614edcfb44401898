"""Whether a site is what publishing would make again: told before anything that is slow to import.

Enters: the course's folder and where its site is. Leaves: yes or no. A site is unchanged while nothing differs that
it is made of (lessons, notebooks, config, helpers, packages, the last commit, the arguments) and every file of it has
the size and time that publishing gave it.
"""

import hashlib
import json
import re
import subprocess
from contextlib import suppress
from pathlib import Path

from helpers.publishing.kept import files_that_make_it, installed

__all__ = ["is_unchanged", "remember"]

RECORD = Path("build") / "published.json"
_NAMED = re.compile(r"[\w./-]+\.\w+")
_MADE_OF = ("_config.yml", "lessons", "notebooks", "helpers")


def is_unchanged(root: Path, output: Path, *said: object) -> bool:
    """Whether nothing has to be done; ``said`` are the arguments that a site depends on."""
    try:
        record = json.loads((root / RECORD).read_bytes())
        return bool(record == {"site": _site(output), "made of": _digest(root, output, *said)})
    except (OSError, ValueError):
        return False


def remember(root: Path, output: Path, *said: object) -> None:
    """Note what a site was made of, when it is there."""
    record = {"site": _site(output), "made of": _digest(root, output, *said)}
    (root / RECORD).parent.mkdir(exist_ok=True)
    (root / RECORD).write_text(json.dumps(record))


def _site(output: Path) -> dict[str, list[int]]:
    paths = sorted(path for path in output.rglob("*") if path.is_file())
    seen = ((path, path.stat()) for path in paths)
    return {path.relative_to(output).as_posix(): [of.st_size, of.st_mtime_ns] for path, of in seen}


def _digest(root: Path, output: Path, *said: object) -> str:
    digest = hashlib.sha256(repr((str(output.resolve()), said, installed())).encode())
    parts = [root / name for name in _MADE_OF]
    if not (own := Path(__file__).parents[1]).is_relative_to(root.resolve()):
        parts.append(own)  # the course is published by helpers that lie elsewhere
    for path in files_that_make_it(*parts):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    for name in _NAMED.findall((root / "_config.yml").read_text("utf-8", errors="replace")):
        with suppress(OSError):  # a logo, an icon, or no file at all
            digest.update((root / name).read_bytes())
    with suppress(OSError, subprocess.SubprocessError):
        command = ["git", "rev-parse", "HEAD"]
        digest.update(subprocess.run(command, cwd=root, capture_output=True, timeout=20, check=False).stdout)
    return digest.hexdigest()
