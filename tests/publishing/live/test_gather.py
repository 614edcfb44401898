"""The whole folder `live/` for this course: what its lock says is what lies there, and is enough for a tab."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.live.gather import gather

ROOT = Path(__file__).parents[3]
FIRST_LOAD = 9_000_000  # B of lesson 4A, with gzip
CLIENT = "socket-io-client"
IMPORTS = """
import fs from "node:fs";
const base = process.argv[2] + "/";
const { loadPyodide } = await import(base + "runtime/pyodide.mjs");
const lock = JSON.parse(fs.readFileSync(base + "lock.json"));
const python = await loadPyodide({ indexURL: base + "runtime/", lockFileContents: lock, packageBaseUrl: base });
await python.loadPackage(Object.keys(lock.packages), { messageCallback() {} });
const modules = Object.values(lock.packages).flatMap((row) => row.imports).filter((name) => name !== "anywidget");
python.runPython(modules.map((name) => `import ${name}`).join("\\n"));
console.log(modules.length);
"""


@pytest.fixture(scope="module")
def live(fetched):
    """All but JupyterLite, whose own test is slow."""
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.publishing.live.gather.lite_is_here", lambda: False)
        course = load_course(ROOT / "notebooks", suffix=".ipynb")
        live = gather(course, root=ROOT, say=said.append)
    assert not any("asking" in line for line in said)
    assert re.match(r"live: runtime [\d.]+ MB, \d+ wheels [\d.]+ MB; the first load of a lesson is", said[-1])
    return live


def test_the_lock_names_every_file_with_its_size_and_hash(live):
    lock = json.loads(live.files["lock.json"])
    assert lock == live.lock
    named = {row["file_name"]: row for row in lock["packages"].values()}
    named |= {f"runtime/{name}": row for name, row in lock["runtime"].items()}
    for name, row in named.items():
        data = live.files[name]
        assert (row["size"], row["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert set(named) == {name for name in live.files if "/" in name}


def test_again_it_is_the_same_bytes_and_its_version_changes_with_a_file_of_the_runner(live, monkeypatch):
    course = load_course(ROOT / "notebooks", suffix=".ipynb")
    monkeypatch.setattr("helpers.publishing.live.gather.lite_is_here", lambda: False)
    monkeypatch.setattr("helpers.publishing.live.gather.STATIC", Path(__file__).parent)
    again = gather(course, root=ROOT, say=print)
    assert again.lock | {"version": ""} == live.lock | {"version": ""}
    assert again.lock["version"] != live.lock["version"]
    made = {name: data for name, data in live.files.items() if "/" in name}
    assert {name: data for name, data in again.files.items() if "/" in name} == made


def test_every_lesson_names_what_it_loads_and_how_much(live):
    rows = live.lock["lessons"]
    for row in rows.values():
        assert {*row["wheels"], *row["late"]} <= set(live.lock["packages"])
        assert row["missing"] == [], "what no tab has is imported by cells tagged `install` only"
        assert row["bytes"] <= FIRST_LOAD
    frames, handshake = (set(rows[f"websocket-{name}"]["wheels"]) for name in ("frames", "handshake"))
    assert "aiohttp" in handshake
    assert "aiohttp" not in frames, "a lesson loads only what it uses"
    assert not {"aiohttp", "ipython", "python-socketio"} & frames


def test_a_client_for_a_page_comes_late_to_5c_alone_and_without_it_all_else_is_the_same(live, monkeypatch):
    monkeypatch.setattr("helpers.publishing.live.gather.lite_is_here", lambda: False)
    monkeypatch.setattr("helpers.publishing.live.gather.official", lambda **_: {})
    without = gather(load_course(ROOT / "notebooks", suffix=".ipynb"), root=ROOT, say=print)
    (file,) = live.files.keys() - without.files.keys()
    assert live.lock["packages"].keys() - without.lock["packages"].keys() == {CLIENT}
    assert live.lock["packages"][CLIENT]["file_name"] == file
    assert len(live.files[file]) < 20_000
    rows = live.lock["lessons"]
    assert [row["order"] for row in rows.values() if CLIENT in (*row["wheels"], *row["late"])] == ["5C"]
    (page,) = (page for page, row in rows.items() if row["order"] == "5C")
    less = rows | {page: rows[page] | {"late": [name for name in rows[page]["late"] if name != CLIENT]}}
    assert without.lock["lessons"] == less


def test_nothing_that_we_wrote_names_a_host(live):
    for name, data in live.files.items():
        if "/" not in name:
            assert not re.search(rb"https?://(?!127\.0\.0\.1|localhost|www\.w3\.org/)", data), name


@pytest.mark.slow
def test_every_module_can_be_imported_in_pyodide(live, tmp_path):
    if (node := shutil.which("node")) is None:
        pytest.skip("no Node.js on the PATH, in which Pyodide runs too")
    live.write(tmp_path)
    (tmp_path / "imports.mjs").write_text(IMPORTS)
    done = subprocess.run(
        [node, "imports.mjs", str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) >= 25
