"""`course lab`: JupyterLab, opened at a lesson, on the learner's copy or (for authors) on the paired files.

Enters: the course's folder and options. Leaves: the command to run. Wraps `jupyter lab` and replaces nothing of it;
options it does not know go through.
"""

import errno
import os
import socket
from pathlib import Path

from helpers.publishing import hand_over
from helpers.publishing.errors import CourseError
from helpers.publishing.workspace import FOLDER

__all__ = ["ROOT", "check_port", "is_root", "lab_command"]

FIRST_PORT = 8888
ROOT = "You are root, as in most containers: JupyterLab starts with --allow-root, and whoever opens it is root too."


def is_root() -> bool:
    """Whether JupyterLab would refuse to start for the user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def check_port(port: int, *, command: str = "lab") -> None:
    """Say so, and what to do, if nobody may listen on a port, or somebody does already."""
    other = port + 1 if FIRST_PORT <= port < 65535 else FIRST_PORT
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EACCES:
                found = "only root may listen there"
                raise CourseError(f"port {port}", found, remedy=f"course {command} --port {other}") from None
            raise CourseError(
                f"port {port}",
                "taken by another program, perhaps by another JupyterLab",
                remedy=f"course {command} --port {other}, or end the other one: jupyter lab stop {port}",
            ) from None


def lab_command(
    home: Path,
    notebook: str,
    *,
    edit: bool = False,
    port: int | None = None,
    browser: bool = True,
    options: tuple[str, ...] = (),
) -> list[str]:
    """The `jupyter lab` command that opens a notebook below a folder."""
    folder = "notebooks" if edit else FOLDER
    command = hand_over.command(
        "jupyterlab",
        f"--ServerApp.root_dir={home}",
        f"--LabApp.default_url=/lab/tree/{folder}/{notebook}",
    )
    if port is not None:
        command += ["--port", str(port), "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if is_root() and "--allow-root" not in options:
        command.append("--allow-root")
    return [*command, *options]
