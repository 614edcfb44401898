"""What python-socketio imports wherever it is installed, and no process that we start uses: a third of its start."""

import sys

__all__ = ["leave_out"]

UNUSED = ("requests", "tornado", "valkey", "websocket")


def leave_out(*others: str) -> None:
    """Let this process import none of them, nor ``others``; to be called before the first import of Socket.IO."""
    sys.modules.update(dict.fromkeys((*UNUSED, *others)))  # type: ignore[arg-type]
