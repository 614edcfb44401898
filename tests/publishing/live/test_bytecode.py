"""What is compiled beforehand: which files, where their bytecode goes, and that Pyodide is asked only once."""

import os
import shutil

import pytest

from helpers.publishing.errors import CourseError
from helpers.publishing.live.bytecode import quick, unpacked
from helpers.publishing.live.in_node import Pyodide, find_node
from helpers.publishing.live.needs import Needs
from helpers.publishing.live.pinned import pinned_runtime
from helpers.publishing.live.runtime import runtime
from helpers.publishing.zipped import zipped

LIBRARY = zipped([("os.py", b"o"), ("json/__init__.py", b"j"), ("turtle.py", b"t"), ("about.txt", b"a")])
WHEEL = zipped([("near/__init__.py", b"n"), ("near/far.py", b"f"), ("near/data.json", b"{}")])
HELPERS = {
    "helpers/__init__.py": b"",
    "helpers/net.py": b"common",
    "helpers/rare.py": b"rare",
    "helpers/net.toml": b"data",
}
LOADED = b"""\
/lib/python314.zip/json/__init__.py
/lib/python314.zip/os.py
/lib/python3.14/site-packages/near/__init__.py"""


class Asked:
    """In Pyodide's place: it names what was loaded, and compiles to what says so."""

    def __init__(self):
        self.names = ""

    def ask(self, program, about, files):
        if program == "imports":
            self.names = files["names"].decode().split()
            return {"files": LOADED}
        return {f"{path}c": b"compiled " + data for path, data in files.items()}


def test_bytecode_takes_the_place_of_what_is_loaded_and_stands_beside_helpers_that_many_import():
    common, rare = {"helpers", "helpers.net", "near", "json"}, {"helpers.rare"}
    needs = [Needs(frozenset(names), frozenset(names)) for names in (common | rare, common, common)]
    asked = Asked()
    made = quick(needs, wheels={"near.whl": WHEEL}, helpers=HELPERS, library=LIBRARY, pyodide=asked)
    assert {"json", "near"} <= set(asked.names), "helpers are none of others"
    assert "helpers" not in asked.names
    assert unpacked(made.library) == {"os.pyc": b"compiled o", "json/__init__.pyc": b"compiled j"}
    assert made.rest == ["turtle"]
    wheel = unpacked(made.wheels["near.whl"])
    assert wheel == {"near/__init__.pyc": b"compiled n", "near/far.py": b"f", "near/data.json": b"{}"}
    cached = "helpers/__pycache__/{}.cpython-314.pyc"
    more = {cached.format("__init__"): b"compiled ", cached.format("net"): b"compiled common"}
    assert made.helpers == HELPERS | more


def test_without_node_it_says_how_to_get_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("helpers.publishing.programs.importlib.util.find_spec", lambda name: None)
    with pytest.raises(
        CourseError, match=r"Node\.js: neither on the PATH nor in this Python; to mend it: pip install"
    ):
        find_node()


@pytest.fixture
def pyodide(fetched, tmp_path):
    if shutil.which("node") is None:
        pytest.skip("no Node.js on the PATH, in which Pyodide runs too")
    said = []
    files = runtime(pinned_runtime(), cache=fetched, say=said.append)
    return said, Pyodide(files, cache=tmp_path, say=said.append)


def test_pyodide_compiles_to_the_same_bytes_and_is_asked_again_only_where_the_answer_is_damaged(
    pyodide, tmp_path
):
    said, program = pyodide
    path = "lib/python3.14/site-packages/near.py"
    files = {path: b"def f():\n    return {'a', 'b', 'c'}, 'd'\n"}
    answer = program.ask("compiles", "a test", files)
    assert list(answer) == [f"{path}c"]
    assert answer[f"{path}c"][4] == 1, "nobody compares it with its source"
    assert path.encode() in answer[f"{path}c"]
    assert program.ask("compiles", "a test", files) == answer
    assert len(said) == 1
    (kept,) = (tmp_path / "asked").glob("compiles-a test-*.zip")
    kept.write_bytes(kept.read_bytes()[: os.path.getsize(kept) // 2])
    assert program.ask("compiles", "a test", files) == answer
    assert len(said) == 2
