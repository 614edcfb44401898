"""The real course in a real JupyterLab, in a folder and a HOME of its own, and a Chromium to use it with."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lessons.nursery import Nursery, nursery
from tests.once import once
from tests.waiting import wait_for_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, published once for all workers of a run."""

    def publish(output: Path) -> None:
        command = [sys.executable, "-m", "helpers.publishing", "publish", "--output", str(output)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    return once(tmp_path_factory, "published", publish)


@pytest.fixture(scope="module")
def kernels() -> Iterator[Nursery]:
    """Starts kernels, for ``tests.lessons.kernels``."""
    with nursery() as started:
        yield started


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """``lab("4A")`` starts ``course lab`` on a copy of the course and gives the address to open."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("notebooks", "lessons"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("_config.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    started: list[subprocess.Popen[str]] = []

    def start(order: str) -> str:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "helpers.publishing",
            "lab",
            order,
            "--no-browser",
            "--port",
            str(port),
        ]
        command += ["--IdentityProvider.token=t", "--LabApp.expose_app_in_browser=True", "--allow-root"]
        own = {name: str(folder / name) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **own}, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        assert process.stderr is not None
        for line in process.stderr:
            if re.search(r"Jupyter Server .* is running at", line):
                wait_for_port(port, process)
                return f"http://127.0.0.1:{port}/?token=t"
        raise AssertionError(f"course lab ended with {process.wait()}")

    yield start
    for process in started:
        os.killpg(process.pid, signal.SIGTERM)
        assert process.stderr is not None
        process.stderr.close()
        process.wait(20)
