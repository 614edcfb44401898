"""What was fetched before, in the user's cache: a file counts only while its bytes are those that were pinned.

Enters: a name and a sha256. Leaves: the bytes, or nothing, and then the file is fetched again.
"""

import hashlib
from pathlib import Path

from platformdirs import user_cache_path

from helpers.publishing.errors import CourseError

__all__ = ["cache_folder", "checked", "kept"]


def cache_folder() -> Path:
    """Where fetched files are kept, for all copies of the course."""
    return user_cache_path("realtime-on-the-wire") / "live"


def kept(path: Path, *, sha256: str) -> bytes | None:
    """A file of the cache, where it is whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def checked(path: Path, *, sha256: str) -> bytes:
    """A file that was fetched just now; one that is not what was pinned is never used."""
    if (data := kept(path, sha256=sha256)) is None:
        found = "was fetched and is not what this course has pinned" if path.is_file() else "was not fetched"
        remedy = "look at what stands between you and the registry, and run it again"
        raise CourseError(path.name, found, expected=f"sha256 {sha256[:16]}…", remedy=remedy)
    return data
