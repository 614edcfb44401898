"""`python -m helpers.publishing.live FOLDER` puts runtime, wheels and lock into a folder, and makes no page."""

import sys
from pathlib import Path

from helpers.publishing.course import load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.live.gather import gather
from helpers.publishing.root import find_root

root = find_root(Path.cwd())
try:
    gather(load_course(root / "notebooks", suffix=".ipynb"), root=root, say=print).write(Path(sys.argv[1]))
except CourseError as error:
    sys.exit(f"course: {error}")
