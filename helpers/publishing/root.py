"""Where the course is: the nearest folder upwards that holds `_config.yml`. Every command asks: it imports little."""

from pathlib import Path

from helpers.publishing.errors import CourseError

__all__ = ["CONFIG_NAME", "find_root"]

CONFIG_NAME = "_config.yml"


def find_root(start: Path) -> Path:
    """The course's folder."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise CourseError(
        str(start),
        f"no {CONFIG_NAME} here or above",
        expected="a folder inside the course",
        remedy="change into the course's folder and run the command again",
    )
