"""Whether somebody may be reading while a cell runs.

Who executes a notebook for its outputs (nbconvert, ``course publish``) tells the kernel that nobody could answer a
question. Then a remark on this one run, such as that the machine is busy, would be printed into the page made of it.
"""

import sys

__all__ = ["attended"]


def attended() -> bool:
    """False where a kernel runs a cell that may not ask for input; True in JupyterLab, and outside Jupyter."""
    ipython = sys.modules.get("IPython")
    kernel = getattr(ipython and ipython.get_ipython(), "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", True))
