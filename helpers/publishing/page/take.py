"""What a reader can take away or open elsewhere: a lesson's notebook and Markdown, the whole site as one file.

Enters: the course, its config and its folder. Leaves: copies, links, a zip with the same bytes for the same site. A
link that needs a folder of the repository (``.binder``, ``.devcontainer``) is there only with that folder.
"""

from pathlib import Path

from helpers.publishing.config import Config
from helpers.publishing.source.lesson import Lesson
from helpers.publishing.zipped import zipped

__all__ = ["OFFLINE", "copies", "elsewhere", "offline"]

OFFLINE = "course-offline.zip"


def copies(lesson: Lesson, *, root: Path) -> dict[str, bytes]:
    """The lesson's two files, under the names that they have in the course."""
    stem = lesson.source.stem
    files = [Path("notebooks") / f"{stem}.ipynb", Path("lessons") / f"{stem}.md"]
    return {name.as_posix(): (root / name).read_bytes() for name in files if (root / name).is_file()}


def elsewhere(lesson: Lesson, config: Config, *, root: Path) -> list[tuple[str, str]]:
    """Names and addresses of services that run the notebook; they take repositories of GitHub."""
    host, _, path = config.repository.removeprefix("https://").partition("/")
    if host != "github.com":
        return []
    notebook = f"notebooks/{lesson.source.stem}.ipynb"
    binder = f"https://mybinder.org/v2/gh/{path}/{config.branch}?urlpath=lab/tree/{notebook}"
    spaces = f"https://codespaces.new/{path}/tree/{config.branch}"
    links = [("Binder", ".binder", binder), ("Codespaces", ".devcontainer", spaces)]
    return [(name, url) for name, needs, url in links if (root / needs).is_dir()]


def offline(folder: Path) -> bytes:
    """A finished site as a zip."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return zipped((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
