"""Other people's clients for a page in a tab: from npm or the cache the same bytes, or a sentence and no wheel."""

import io
import tarfile
import zipfile

import pytest

from helpers.chat.servers.official import PINNED, find_client
from helpers.publishing.live.needs import Needs
from helpers.publishing.live.official import clients_of, official
from helpers.publishing.live.pinned import pinned_clients

NAME = "socket.io-client"
WHEEL = "wheels/socket_io_client-{version}-py3-none-any.whl".format(**PINNED[NAME])
PACKS = """
import shutil, sys
assert sys.argv[1:3] == ["pack", "{name}@{version}"] and "--ignore-scripts" in sys.argv
shutil.copy("{file}", ".")
"""


def test_a_wheel_lays_the_file_where_the_chats_server_looks(fetched, tmp_path):
    wheels = official(cache=fetched, say=pytest.fail)
    assert list(wheels) == [WHEEL]
    with zipfile.ZipFile(io.BytesIO(wheels[WHEEL])) as wheel:
        wheel.extractall(tmp_path)
        assert "Permission is hereby granted" in wheel.read(f"clients/node_modules/{NAME}/LICENSE").decode()
    found = find_client(NAME, root=tmp_path)
    with tarfile.open(fetched / pinned_clients()[0].file) as package:
        assert found.read_bytes() == package.extractfile(f"package/{PINNED[NAME]['file']}").read()


def test_from_npm_and_from_the_cache_it_is_the_same_bytes(fetched, npm, tmp_path):
    (pin,) = pinned_clients()
    npm(PACKS.format(name=pin.name, version=pin.version, file=fetched / pin.file))
    said, cache = [], tmp_path / "cache"
    first = official(cache=cache, say=said.append)
    npm("raise SystemExit(1)")
    assert official(cache=cache, say=said.append) == first == official(cache=fetched, say=pytest.fail)
    assert said == [f"asking npm for {pin.name} {pin.version} …"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "print('npm error code ENOTFOUND'); raise SystemExit(1)",
            "the registry cannot be reached (ENOTFOUND)",
        ),
        (f"open('{pinned_clients()[0].file}', 'w')", "was fetched and is not what this course has pinned"),
    ],
)
def test_one_that_cannot_be_had_is_said_to_lack(npm, tmp_path, code, words):
    npm(code)
    said = []
    assert official(cache=tmp_path, say=said.append) == {}
    assert said[-1].startswith(f"without {NAME}, so the page that wants it shows a sentence: ")
    assert words in said[-1]


def test_without_npm_too(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    said = []
    assert official(cache=tmp_path, say=said.append) == {}
    assert "npm: neither on the PATH nor in this Python" in said[-1]


def test_a_lesson_wants_it_that_shows_a_page_of_a_server_with_it():
    shown, served = "helpers.chat.visit", "helpers.chat.servers.official"
    asked = {(): [], (shown,): [], (served,): [], (shown, served): ["socket-io-client"]}
    for names, wanted in asked.items():
        assert clients_of(Needs(frozenset(names), frozenset({shown, served}))) == wanted
