"""What JupyterLite opens: the lessons' notebooks without outputs, and the pictures that they show.

Enters: the course. Leaves: files by path, placed to each other as they are in the course, so that links hold.
"""

import json
from pathlib import Path

from helpers.publishing.course import Course
from helpers.publishing.source.files import read_json

__all__ = ["contents"]

KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
PICTURES = {".gif", ".jpg", ".jpeg", ".png", ".svg", ".webp"}


def contents(course: Course, *, root: Path) -> dict[str, bytes]:
    """Notebooks and pictures."""
    notebooks = {f"notebooks/{one.source.name}": _notebook(one.source) for one in course.pages}
    pictures = [path for path in sorted((root / "lessons" / "images").rglob("*")) if path.suffix in PICTURES]
    return notebooks | {path.relative_to(root).as_posix(): _picture(path) for path in pictures}


def _picture(path: Path) -> bytes:
    """A picture; JupyterLite 0.8 shows an SVG only where it is ASCII."""
    data = path.read_bytes()
    return data.decode("utf-8").encode("ascii", "xmlcharrefreplace") if path.suffix == ".svg" else data


def _notebook(source: Path) -> bytes:
    """A notebook for the kernel of a tab."""
    notebook = read_json(source)
    notebook["metadata"] |= {"kernelspec": KERNEL}
    return json.dumps(notebook, ensure_ascii=False).encode()
