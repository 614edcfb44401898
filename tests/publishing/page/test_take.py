import io
import zipfile
from dataclasses import replace

import pytest

from helpers.publishing.course import load_course
from helpers.publishing.page.take import copies, elsewhere, offline
from tests.publishing.publishing_samples import make_course_folder


@pytest.fixture
def root(tmp_path):
    return make_course_folder(tmp_path / "c")


def test_a_reader_gets_the_files_as_they_are(root):
    found = copies(load_course(root / "notebooks", suffix=".ipynb").lessons[0], root=root)
    assert list(found) == ["notebooks/1a-hello.ipynb", "lessons/1a-hello.md"]
    assert all(data == (root / name).read_bytes() for name, data in found.items())


def test_services_are_named_where_their_folders_are(root):
    course = load_course(root / "lessons")
    first = course.lessons[0]
    config = replace(course.config, repository="https://github.com/some/course")
    assert elsewhere(first, config, root=root) == []
    (root / ".binder").mkdir()
    binder = "https://mybinder.org/v2/gh/some/course/main?urlpath=lab/tree/notebooks/1a-hello.ipynb"
    assert elsewhere(first, config, root=root) == [("Binder", binder)]
    (root / ".devcontainer").mkdir()
    assert [name for name, _ in elsewhere(first, config, root=root)] == ["Binder", "Codespaces"]
    assert elsewhere(first, course.config, root=root) == []  # another host than they take


def test_the_zip_holds_the_site_and_is_the_same_each_time(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>hello")
    (tmp_path / "assets" / "page.js").write_bytes(b"1")
    first = offline(tmp_path)
    (tmp_path / "index.html").touch()
    assert offline(tmp_path) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "assets/page.js": b"1",
            "index.html": b"<p>hello",
        }
