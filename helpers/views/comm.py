"""Jupyter's carrier of the hub's messages: one anywidget, which is never displayed.

Its module holds the scripts of all views. It runs as soon as the browser learns of it, and takes over every element
of ours that it finds in outputs. Apart from the hub, because nothing but a kernel of Jupyter needs anywidget.
"""

from collections.abc import Callable
from typing import Any

import anywidget

from helpers.views.elements import STATIC, bundles, styles

__all__ = ["Comm"]

MODULE = "\nexport default { initialize: (context) => RealtimeWire.initialize(context) };\n"


class Comm(anywidget.AnyWidget):
    """A ``Carrier``; ``send`` is the widget's own."""

    def __init__(self) -> None:
        self._esm = "\n".join((STATIC / name).read_text("utf-8") for name in bundles()) + MODULE
        self._css = "\n".join((STATIC / name).read_text("utf-8") for name in styles())
        super().__init__()

    def listen(self, receive: Callable[[dict[str, Any]], None], /) -> None:
        """Call ``receive`` with each message, in the thread in which the kernel reads comms."""
        self.on_msg(lambda _, content, __: receive(content))
