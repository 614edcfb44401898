"""An IPython extension that every kernel of the course's environment loads, before any cell has run.

After a restart, a learner who goes on in the middle of a lesson meets names that nobody has assigned. JupyterLab
tells a kernel its notebook (``JPY_SESSION_NAME``); where that is a lesson, a missing name says what to run.
Elsewhere, and where nothing is told, it does nothing.
"""

import os
import re
from pathlib import Path
from typing import Any

from helpers.kernel.session import explain_errors

__all__ = ["load_ipython_extension"]

LESSON = re.compile(r"[0-9]+[a-z]+-[a-z0-9-]+\.ipynb")


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython as the kernel starts; the setup cell's ``begin`` takes over from it."""
    notebook = Path.cwd() / Path(os.environ.get("JPY_SESSION_NAME", "")).name
    if LESSON.fullmatch(notebook.name):
        explain_errors(notebook, first="the first cell, and then ")
