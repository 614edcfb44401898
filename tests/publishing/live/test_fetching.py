"""What is fetched is what was pinned: by pip from a folder, by a program in npm's place; else a sentence says why."""

import hashlib
import io
import tarfile

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.live.pinned import Pin, Wheel
from helpers.publishing.live.pip import find_pip
from helpers.publishing.live.runtime import FILES, runtime
from helpers.publishing.live.wheels import wheels
from helpers.publishing.zipped import zipped

FILE = "thing-1.0-py3-none-any.whl"
THING = zipped(
    [
        ("thing.py", b"x = 1\n"),
        ("thing-1.0.dist-info/METADATA", b"Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"),
        ("thing-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        ("thing-1.0.dist-info/RECORD", b""),
    ]
)
PIN = Wheel("thing", "1.0", FILE, hashlib.sha256(THING).hexdigest(), ("thing",), ())


def tarball():
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for name in FILES:
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(name)
            archive.addfile(member, io.BytesIO(name.encode()))
    return whole.getvalue()


@pytest.fixture
def index(tmp_path, monkeypatch):
    """pip knows this folder, and no network."""
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / FILE).write_bytes(THING)
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(folder), "CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    return folder


def test_a_wheel_is_asked_for_once_and_again_where_the_cache_is_damaged(index, tmp_path):
    said, cache = [], tmp_path / "cache"
    first = wheels([PIN], cache=cache, say=said.append)
    assert said == ["asking pip for 1 of 1 wheels …"]
    assert wheels([PIN], cache=cache, say=said.append) == first
    assert len(said) == 1
    (cache / FILE).write_bytes(THING[:-1])
    assert wheels([PIN], cache=cache, say=said.append) == first
    assert len(said) == 2
    assert (cache / FILE).read_bytes() == THING


def test_a_wheel_that_is_not_what_was_pinned_is_never_used(index, tmp_path):
    (index / FILE).write_bytes(THING + b"more")
    with pytest.raises(CourseError, match="pip: "):
        wheels([PIN], cache=tmp_path / "cache", say=print)
    assert not (tmp_path / "cache").exists()


def test_an_index_that_is_out_of_reach_is_a_sentence(tmp_path, monkeypatch):
    for name, value in {
        "INDEX_URL": "http://127.0.0.1:9/",
        "CONFIG_FILE": "/dev/null",
        "FIND_LINKS": "",
    }.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    with pytest.raises(
        CourseError, match="pip: the index of packages cannot be reached; to mend it: once you are"
    ):
        wheels([PIN], cache=tmp_path, say=print)


def test_without_pip_uv_runs_one_and_without_both_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CourseError, match=r"pip: not in this Python; to mend it: .* -m ensurepip"):
        find_pip()
    (tmp_path / "uv").touch(mode=0o755)
    assert find_pip() == [str(tmp_path / "uv"), "tool", "run", "pip"]


def test_the_runtime_comes_by_npm_once_and_again_where_the_cache_is_damaged(npm, tmp_path):
    (tmp_path / "thing-1.tgz").write_bytes(data := tarball())
    pin = Pin("thing", "1", "thing-1.tgz", hashlib.sha256(data).hexdigest())
    packs = "import shutil, sys; assert sys.argv[1:3] == ['pack', 'thing@1']; "
    packs += f"shutil.copy('{tmp_path}/thing-1.tgz', '.')"
    said, cache = [], tmp_path / "cache"
    npm(packs)
    assert runtime(pin, cache=cache, say=said.append) == {name: name.encode() for name in FILES}
    npm("raise SystemExit(1)")
    assert set(runtime(pin, cache=cache, say=said.append)) == set(FILES)
    assert said == ["asking npm for thing 1 …"]
    (cache / "thing-1.tgz").write_bytes(data[:-1])
    with pytest.raises(CourseError, match="npm: it failed silently"):
        runtime(pin, cache=cache, say=said.append)
    (tmp_path / "thing-1.tgz").write_bytes(data[:-1])
    npm(packs)
    with pytest.raises(CourseError, match=r"thing-1.tgz: was fetched and is not what this course has pinned"):
        runtime(pin, cache=cache, say=said.append)


def test_a_registry_that_is_out_of_reach_is_a_sentence(npm, tmp_path):
    npm("print('npm error code ENOTFOUND'); raise SystemExit(1)")
    with pytest.raises(
        CourseError, match=r"npm: the registry cannot be reached .*publishing without --live needs no"
    ):
        runtime(Pin("thing", "1", "thing-1.tgz", ""), cache=tmp_path, say=print)
