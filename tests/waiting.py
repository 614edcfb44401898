"""Waits for another process's server: it says that it runs a moment before it listens."""

import socket
import subprocess
import threading
import time
from typing import Any

__all__ = ["wait_for_port"]


def wait_for_port(port: int, process: "subprocess.Popen[Any]", *, limit: float = 60) -> None:
    """Return when somebody listens on ``port``; an ``AssertionError`` where the process ends or time is up."""
    end = time.monotonic() + limit
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            threading.Event().wait(0.1)  # another process starts: there is no event of ours to wait for
        else:
            return
    raise AssertionError(f"nobody listens on port {port} (the process: {process.poll() or 'runs'})")
