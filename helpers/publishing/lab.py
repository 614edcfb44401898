"""`course lab`: JupyterLab, opened at a lesson, on the learner's copy or (for authors) on the paired files.

Enters: the course's folder and options. Leaves: the command to run. Wraps `jupyter lab` and replaces nothing of it;
options it does not know go through.
"""

import socket
import sys
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.workspace import FOLDER

__all__ = ["check_port", "lab_command"]

FIRST_PORT = 8888


def check_port(port: int) -> None:
    """Say so, and what to do, if somebody listens on a port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            other = port + 1 if port < 65535 else FIRST_PORT
            raise CourseError(
                f"port {port}",
                "taken by another program, perhaps by another JupyterLab",
                remedy=f"course lab --port {other}, or end the other one: jupyter lab stop {port}",
            ) from None


def lab_command(
    root: Path,
    notebook: str,
    *,
    edit: bool = False,
    port: int | None = None,
    browser: bool = True,
    options: tuple[str, ...] = (),
) -> list[str]:
    """The `jupyter lab` command that opens a notebook of the course."""
    folder = "notebooks" if edit else FOLDER
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{folder}/{notebook}",
    ]
    if port is not None:
        command += ["--port", str(port), "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    return [*command, *options]
