"""Where Autobahn's suite is, and how it gets there: a Python 2.7 that somebody has, and a folder in a cache.

Rejected: an environment by virtualenv, which a Python 2.7 rarely has; pip installs into a folder, too.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["NoPython", "NoSuite", "Suite", "find_python", "find_suite", "install"]

VERSION = "25.10.1"  # it names the exact version of all that it needs
IS_IT = "import sys, pip; assert sys.version_info[:2] == (2, 7)"
# PYTHONPATH would not do: zope, a package in two halves, is joined by a .pth file, read in a site's folder only.
RUN = (
    "import os, site, sys; sys.path.insert(0, os.environ['SITE']); site.addsitedir(os.environ['SITE']); "
    "from autobahntestsuite.wstest import run; run()"
)
LOOK = 10.0  # s that an interpreter has to say its version


class NoSuite(LookupError):
    """The suite cannot be run here; the message is the reason."""


class NoPython(NoSuite):
    """There is no interpreter for it."""

    def __init__(self) -> None:
        super().__init__(
            "no Python 2.7 with pip was found (on the PATH, in ~/.pyenv/versions, or named by PYTHON27)"
        )


@dataclass(frozen=True, slots=True)
class Suite:
    """An installed suite: its interpreter, and the folder of its packages."""

    python: str
    site: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its process needs: none of our own Python's."""
        return {"PATH": os.environ.get("PATH", ""), "SITE": str(self.site)}

    def command(self, mode: str, spec: Path) -> list[str]:
        """What runs one of its modes."""
        return [self.python, "-c", RUN, "-m", mode, "-s", str(spec), "-u", "0"]


def find_suite() -> Suite:
    """The suite, where it was installed; starts nothing, installs nothing. ``NoSuite`` says what is missing."""
    suite = _noted()
    if suite is not None:
        return suite
    if not any(True for _ in _candidates()):
        raise NoPython
    raise NoSuite("Autobahn's suite is not installed here; `python -m helpers.net.autobahn` installs it")


def find_python() -> str:
    """The first interpreter that says it is a Python 2.7; ``NoPython`` where none does."""
    for candidate in _candidates():
        try:
            said = subprocess.run([candidate, "-c", IS_IT], capture_output=True, timeout=LOOK, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if said.returncode == 0:
            return candidate
    raise NoPython


def install() -> Suite:
    """Install the suite from PyPI into the cache, unless it is there; takes half a minute, and blocks."""
    if (suite := _noted()) is not None:
        return suite
    python, folder = find_python(), _folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:  # whole, or not at all
        site = Path(fresh, "whole", "site")
        wanted = f"autobahntestsuite=={VERSION}"
        subprocess.run([python, "-m", "pip", "install", "-qq", "--target", str(site), wanted], check=True)
        Path(fresh, "whole", "python").write_text(python, "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        Path(fresh, "whole").rename(folder)
    return find_suite()


def _noted() -> Suite | None:
    note, site = _folder() / "python", _folder() / "site"
    if not note.exists() or not Path(python := note.read_text("utf-8")).exists():
        return None
    return Suite(python, site)


def _folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache, "realtime-on-the-wire", f"autobahn-{VERSION}")


def _candidates() -> Iterator[str]:
    """Files that may be a Python 2.7."""
    if named := os.environ.get("PYTHON27"):
        yield named
    yield from filter(None, map(shutil.which, ("python2.7", "python2")))
    yield from map(str, sorted(Path.home().glob(".pyenv/versions/2.7.*/bin/python2.7")))
