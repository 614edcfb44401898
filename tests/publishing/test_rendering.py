"""What is rendered anew and what is kept, seen by the pages that a run leaves beside those of the run before."""

import shutil
import zipfile

import pytest

from helpers.publishing.publish import publish
from helpers.publishing.source.pairing import pair
from tests.publishing.publishing_samples import lesson, make_course_folder

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 {height}"><title>A</title></svg>'
RFC = "https://www.rfc-editor.org/rfc/rfc9110#section-{section}"
TWO = {
    "1a-hello": lesson(body="# Hello\n\n![A wire](../lessons/images/wire.svg)\n\n```python\n1 + 1\n```\n"),
    "1b-next": lesson(
        "Next",
        order="1B",
        path="next",
        icon="",
        body=f"# Next\n\n## Sum\n\n[it]({RFC.format(section='5')})\n\n```python\nprint(6 * 7)\n```\n",
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = make_course_folder(tmp_path_factory.mktemp("rendering") / "course", TWO)
    (root / "lessons" / "images").mkdir()
    (root / "lessons" / "images" / "wire.svg").write_text(SVG.format(height=5))
    publish(root, output=root / "site", jobs=2, say=str)
    return root


@pytest.fixture
def root(published, tmp_path):
    return shutil.copytree(published, tmp_path / "course")


def kept(root):
    return {path.name for path in (root / "build" / "pages").iterdir()}


def rendered(root, *, name=None, old="", new=""):
    """The pages that are rendered when something in a lesson has changed."""
    if name:
        path = root / "lessons" / f"{name}.md"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        pair(root)
    before = kept(root)
    publish(root, output=root / "site", jobs=2, say=str)
    return sorted(name.rpartition("-")[0] for name in kept(root) - before)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_results_give_the_same_bytes(root):
    before = files(root / "site")
    assert rendered(root) == []
    assert files(root / "site") == before
    shutil.rmtree(root / "build" / "pages")
    shutil.rmtree(root / "build" / "gleaned")
    shutil.rmtree(root / "build" / "paired")
    publish(root, output=root / "elsewhere", jobs=1, say=str)
    assert files(root / "elsewhere") == before


def test_one_changed_lesson_is_one_page_and_its_part_of_the_others(root):
    assert rendered(root, name="1b-next", old="## Sum", new="## Product") == ["next"]
    site = {
        name: data.decode()
        for name, data in files(root / "site").items()
        if name.endswith(("ml", "js", "csv"))
    }
    assert 'id="product"' in site["next.html"]
    assert '"product","Product"' in site["assets/search.js"]
    new = RFC.format(section="15.5")
    assert rendered(root, name="1b-next", old=RFC.format(section="5"), new=new) == ["next"]
    assert "§15.5" in (root / "site" / "rfcs.html").read_text()
    assert new in (root / "site" / "links.csv").read_text()


def test_a_title_stands_on_every_page(root):
    assert rendered(root, name="1b-next", old="title: Next", new="title: Afterwards") == ["hello", "next"]


def test_a_description_stands_on_one_page_and_on_the_index(root):
    assert rendered(root, name="1b-next", old="What hello means.", new="What next means.") == ["next"]
    assert "What next means." in (root / "site" / "index.html").read_text()


def test_a_new_image_is_a_new_page(root):
    (root / "lessons" / "images" / "wire.svg").write_text(SVG.format(height=6))
    before = (root / "site" / "hello.html").read_text()
    rendered(root)
    assert (root / "site" / "hello.html").read_text() != before


def test_a_base_url_stands_on_every_page(root):
    before = kept(root)
    publish(root, output=root / "site", jobs=2, say=str, baseurl="https://example.org/elsewhere")
    assert len(kept(root) - before) == 2
    assert "https://example.org/elsewhere/next.html" in (root / "site" / "next.html").read_text()


def test_half_a_page_that_was_kept_is_rendered_again(root):
    before = files(root / "site")
    for path in (root / "build" / "pages").iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    publish(root, output=root / "site", jobs=2, say=str)
    assert files(root / "site") == before
    assert all(zipfile.is_zipfile(path) for path in (root / "build" / "pages").iterdir())
