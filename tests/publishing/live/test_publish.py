"""`course publish --live` beside a plain one: the same pages and a folder more, or nothing at all."""

import gzip
import json

import pytest

from helpers.publishing.cli import main
from helpers.publishing.exporter import CourseExporter
from tests.publishing.publishing_samples import make_course_folder

GROWTH = 2000  # B with gzip that a page may weigh more before anything is run


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def sites(fetched, tmp_path_factory):
    root = make_course_folder(tmp_path_factory.mktemp("live") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setattr("helpers.publishing.live.gather.lite_is_here", lambda: False)
        assert main(["publish", "--output", "plain"]) == 0
        assert main(["publish", "--output", "live", "--live"]) == 0
        assert main(["publish", "--output", "again"]) == 0
    return root


def test_a_plain_site_is_the_same_before_and_after(sites):
    assert files(sites / "plain") == files(sites / "again")
    assert not any(name.startswith("live") for name in files(sites / "plain"))


def test_a_live_site_has_the_folder_and_pages_that_are_hardly_heavier(sites):
    plain, live = files(sites / "plain"), files(sites / "live")
    more = {name for name in live if name not in plain}
    assert {"live/lock.json", "live/runtime/pyodide.asm.wasm", "live/content-security-policy.txt"} <= more
    assert {name.partition("/")[0] for name in more} == {"live"}
    assert plain.keys() <= live.keys()
    changed = {name for name in plain if plain[name] != live[name]} - {"course-offline.zip"}
    assert changed == {"hello.html"}
    version = json.loads(live["live/lock.json"])["version"]
    assert live["hello.html"].count(f'?v={version}"'.encode()) == 2, "style and script"
    grown = len(gzip.compress(live["hello.html"])) - len(gzip.compress(plain["hello.html"]))
    before_run = sum(len(gzip.compress(live[f"live/live-run.{kind}"])) for kind in ("js", "css"))
    assert 0 < grown + before_run <= GROWTH


def test_with_jupyterlite_a_page_leads_to_its_notebook(sites):
    exporter = CourseExporter()
    exporter.live = {"packages": {"piplite": {}}, "lessons": {}}
    page, _ = exporter.from_filename(str(sites / "notebooks" / "1a-hello.ipynb"))
    assert 'href="live/lite/lab/index.html?path=notebooks/1a-hello.ipynb"' in page


def test_without_npm_and_cache_the_old_site_stays(sites, tmp_path, monkeypatch, capsys):
    before = files(sites / "live")
    monkeypatch.chdir(sites)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["publish", "--output", "live", "--live", "--fresh"]) == 1
    assert "npm: neither on the PATH nor in this Python" in capsys.readouterr().err
    assert files(sites / "live") == before
