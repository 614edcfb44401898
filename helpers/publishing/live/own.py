"""The wheel of the course's own helpers: what a lesson may import in a tab, and no publisher.

Enters: the folder `helpers/`. Leaves: a wheel, the same bytes for the same files.
"""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from helpers.publishing.unchanged import files_that_make_it
from helpers.publishing.zipped import zipped

__all__ = ["HELPERS", "NAME", "own_file", "own_wheel"]

NAME = "realtime-on-the-wire"
HELPERS = Path(__file__).parents[2]
# Publishing needs the files of a course, Autobahn and Locust programs beside Python; the bundles are what src/ makes.
LEFT_OUT = ("publishing/", "net/autobahn/", "measure/locustfiles/", "views/static/src/")
WHEEL = "Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_file() -> str:
    """The wheel's file name."""
    return f"{NAME.replace('-', '_')}-{version(NAME)}-py3-none-any.whl"


def own_wheel() -> bytes:
    """The wheel."""
    about = f"{NAME.replace('-', '_')}-{version(NAME)}.dist-info"
    metadata = f"Metadata-Version: 2.4\nName: {NAME}\nVersion: {version(NAME)}\n"
    texts = {f"{about}/METADATA": metadata, f"{about}/WHEEL": WHEEL}
    return zipped([*_files(), *((name, text.encode()) for name, text in texts.items())], level=9)


def _files() -> Iterator[tuple[str, bytes]]:
    for path in files_that_make_it(HELPERS):
        name = path.relative_to(HELPERS).as_posix()
        if not name.startswith(LEFT_OUT):
            yield f"helpers/{name}", path.read_bytes()
