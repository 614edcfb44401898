import errno
import importlib
import json
import os
import socket
from pathlib import Path

import pytest
from jupyterlab_server.settings_utils import _get_overrides

import helpers.publishing
from helpers.publishing.errors import CourseError
from helpers.publishing.hand_over import command
from helpers.publishing.lab import check_port, lab_command


@pytest.fixture(autouse=True)
def user(monkeypatch):
    """Somebody who is not root, whoever runs the tests."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_root_is_let_in_once(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert lab_command(Path("/c"), "1a.ipynb")[-1] == "--allow-root"
    assert lab_command(Path("/c"), "1a.ipynb", options=("--allow-root",)).count("--allow-root") == 1


def test_a_port_of_root_is_named(monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(CourseError, match=r"port 80: only root may listen there.*--port 8888"):
        check_port(80)


def test_the_learner_gets_a_copy_and_the_author_the_paired_file():
    learner = lab_command(Path("/c"), "1a.ipynb", port=9000, browser=False, options=("--debug",))
    assert learner == command(
        "jupyterlab", "--ServerApp.root_dir=/c", "--LabApp.default_url=/lab/tree/work/1a.ipynb",
        "--port", "9000", "--ServerApp.port_retries=0", "--no-browser", "--debug",
    )  # fmt: skip
    assert "--LabApp.default_url=/lab/tree/notebooks/1a.ipynb" in lab_command(
        Path("/c"), "1a.ipynb", edit=True
    )


def test_a_taken_port_is_named_with_the_remedy():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CourseError) as caught:
            check_port(port)
    assert f"port {port}: taken" in str(caught.value)
    assert f"course lab --port {port + 1 if port < 65535 else 8888}" in str(caught.value)
    check_port(port)


def test_the_news_stay_away(tmp_path):
    folder = Path(helpers.publishing.__file__).parent / "jupyter"
    (tmp_path / "overrides.d").mkdir()
    (tmp_path / "overrides.d" / "x.json").write_bytes((folder / "overrides.json").read_bytes())
    overrides, error = _get_overrides(str(tmp_path))
    assert error == ""
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_the_server_extension_is_named_right():
    folder = Path(helpers.publishing.__file__).parent / "jupyter"
    (name,) = json.loads((folder / "server.json").read_text())["ServerApp"]["jpserver_extensions"]
    module = importlib.import_module(name)
    assert module._jupyter_server_extension_points() == [{"module": name}]
    assert callable(module._load_jupyter_server_extension)
    assert callable(module._start_jupyter_server_extension)
