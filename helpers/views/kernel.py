"""Whether a kernel runs us, and the hub that brings the script to JupyterLab when it does.

Apart from the hub, which a plain process never needs.
"""

from typing import TYPE_CHECKING

from IPython.core.getipython import get_ipython

if TYPE_CHECKING:
    from helpers.views.hub import Hub

__all__ = ["kernel_hub"]


def kernel_hub() -> "Hub | None":
    """The hub of this kernel; nothing where there is no kernel."""
    if getattr(get_ipython(), "kernel", None) is None:
        return None
    from helpers.views.hub import hub

    return hub()
