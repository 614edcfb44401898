"""A wheel without what no tab needs: tests, stubs, sources of extensions, the README in its metadata.

Enters: a wheel. Leaves: a smaller one, the same bytes for the same wheel. Licences stay. RECORD goes: the lock's
sha256 covers the file, and nothing in a tab looks for more.
"""

import io
import zipfile
from fnmatch import fnmatch

from helpers.publishing.zipped import zipped

__all__ = ["slim"]

FOLDERS = {"benchmarks", "docs", "examples", "sboms", "test", "tests"}
SUFFIXES = (".pyi", ".pyx", ".pxd", ".pxi", ".c", ".h", ".hash", ".typed", ".so", ".pyc")
RECORDS = ("RECORD", "top_level.txt", "entry_points.txt", "INSTALLER", "REQUESTED", "zip-safe")
# package → patterns of what goes, and of what stays all the same
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "pygments": (  # code is shown as Python in HTML, and IPython shows it in a terminal
        ("pygments/lexers/*", "pygments/formatters/*", "pygments/styles/*", "pygments/cmdline.py"),
        ("*/__init__.py", "*/_mapping.py", "*/lexers/python.py", "*/formatters/html.py", "*/formatters/terminal*.py",
         "*/styles/default.py"),
    ),
    "websockets": (
        ("websockets/legacy/*", "websockets/sync/*", "websockets/trio/*", "websockets/cli.py"),
        ("*/legacy/__init__.py",),
    ),
    "aiohttp": (("aiohttp/pytest_plugin.py", "aiohttp/test_utils.py", "aiohttp/worker.py"), ()),
}  # fmt: skip


def slim(file: str, wheel: bytes) -> bytes:
    """A wheel without what no tab needs."""
    package = file.partition("-")[0].lower()
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = sorted(name for name in archive.namelist() if _stays(name, package))
        return zipped(((name, _content(name, archive.read(name))) for name in names), level=9)


def _stays(name: str, package: str) -> bool:
    *folders, last = name.split("/")
    if not last or FOLDERS & set(folders) or last.endswith(SUFFIXES):
        return False
    if folders and folders[0].endswith(".dist-info"):
        return last not in RECORDS
    goes, stays = PARTS.get(package, ((), ()))
    return any(fnmatch(name, one) for one in stays) or not any(fnmatch(name, one) for one in goes)


def _content(name: str, data: bytes) -> bytes:
    """Metadata without the README, which stands below the first empty line."""
    if not name.endswith(".dist-info/METADATA"):
        return data
    return data.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n"
