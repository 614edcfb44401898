"""The wheel of the course's own helpers: what a lesson may import in a tab, and no publisher.

Enters: the folder `helpers/`. Leaves: a wheel, the same bytes for the same files.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from helpers.publishing.kept import files_that_make_it
from helpers.publishing.zipped import zipped

__all__ = ["HELPERS", "NAME", "own_files", "own_wheel", "wheel_of"]

NAME = "realtime-on-the-wire"
HELPERS = Path(__file__).parents[2]
# Publishing needs the files of a course, Autobahn and Locust programs beside Python; the bundles are what src/ makes.
LEFT_OUT = ("publishing/", "net/autobahn/", "measure/locustfiles/", "views/static/src/")
WHEEL = "Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_wheel(files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The wheel, and its file name before it."""
    return wheel_of(NAME, version(NAME), files)


def wheel_of(name: str, version: str, files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A wheel of some files, and its file name before it."""
    stem = f"{name.replace('-', '_')}-{version}"
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
    about = {f"{stem}.dist-info/METADATA": metadata, f"{stem}.dist-info/WHEEL": WHEEL}
    data = zipped([*files, *((path, text.encode()) for path, text in about.items())], level=9)
    return f"{stem}-py3-none-any.whl", data


def own_files() -> Iterator[tuple[str, bytes]]:
    """What of the helpers a tab may need, by path in the wheel."""
    for path in files_that_make_it(HELPERS):
        name = path.relative_to(HELPERS).as_posix()
        if not name.startswith(LEFT_OUT):
            yield f"helpers/{name}", path.read_bytes()
