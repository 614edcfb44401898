import pytest

from helpers.publishing.lint.lint import lint
from tests.publishing.publishing_samples import CONFIG, lesson, make_course_folder


def findings(tmp_path, lessons):
    root = make_course_folder(tmp_path / "course", lessons)
    (root / "lessons" / "images").mkdir()
    (root / "lessons" / "images" / "a.svg").write_text("<svg><title>A wire</title></svg>")
    (root / "lessons" / "images" / "mute.svg").write_text("<svg><title> </title></svg>")
    return lint(root)


def test_a_good_course_has_no_findings(tmp_path):
    links = "[next](1b-next.ipynb#Go-x-home), [here](#Two)"
    body = f"# Hello\n\n## One\n\n![A wire](../lessons/images/a.svg) and {links}.\n\n### Two\n\nx\n"
    back = "# Next\n\n## Go `x` [home](1a-hello.ipynb)\n"
    good = {
        "1a-hello": lesson(body=body),
        "1b-next": lesson("Next", order="1B", path="next", icon="", body=back),
    }
    assert findings(tmp_path, good) == []


@pytest.mark.parametrize(
    ("body", "line", "rule"),
    [
        ("No title.\n", 1, "title"),
        ("# Another\n", 19, "title"),
        ("# Hello\n\n# Again\n", 21, "heading-level"),
        ("# Hello\n\n### Deep\n", 21, "heading-level"),
        ("# Hello\n\n![](../lessons/images/a.svg)\n", 21, "image-alt"),
        ("# Hello\n\n![a.svg](../lessons/images/a.svg)\n", 21, "image-alt"),
        ('# Hello\n\n<img src="a.png" alt="">\n', 21, "image-alt"),
        ("# Hello\n\n![A wire](../lessons/images/mute.svg)\n", 21, "svg-title"),
        ("# Hello\n\n![x](../lessons/images/b.svg)\n", 21, "image-missing"),
        ("# Hello\n\n![x](images/a.svg)\n", 21, "image-missing"),
        ("# Hello\n\n![x](https://example.org/a.png)\n", 21, "image-remote"),
        ("# Hello\n\n[x](9z-nothing.ipynb)\n", 21, "link-missing"),
        ("# Hello\n\n[x](1a-hello.md)\n", 21, "link-missing"),
        ("# Hello\n\n[x](#nowhere)\n", 21, "anchor-missing"),
        ("# Hello\n\n[x](1a-hello.ipynb#nowhere)\n", 21, "anchor-missing"),
        ("# Hello\n\n```js\nx\n```\n", 21, "fence-executes"),
    ],
)
def test_a_finding_names_file_line_and_rule(tmp_path, body, line, rule):
    found = findings(tmp_path, {"1a-hello": lesson(body=body)})
    assert [(one.file, one.line, one.rule) for one in found] == [("lessons/1a-hello.md", line, rule)]
    assert str(found[0]).startswith(f"lessons/1a-hello.md:{line}: {rule}: ")
    assert "; to mend it: " in str(found[0])


@pytest.mark.parametrize(
    ("name", "change", "line", "rule"),
    [
        ("1a-hello", {"order": "1a"}, 9, "front-matter-order"),
        ("1a-hello", {"minutes": "soon"}, 8, "front-matter-minutes"),
        ("1a-hello", {"path": "Hello"}, 10, "front-matter-path"),
        ("1a-hello", {"section": "Nowhere"}, 11, "front-matter-section"),
        ("1a-hello", {"icon": ""}, 3, "front-matter-icon"),
        ("1a-hello", {"icon": "unicorn"}, 5, "front-matter-icon"),
        ("1a-hallo", {}, 9, "file-name"),
    ],
)
def test_a_broken_front_matter_is_found_at_its_key(tmp_path, name, change, line, rule):
    found = findings(tmp_path, {name: lesson(**change)})
    assert [(one.line, one.rule) for one in found] == [(line, rule)]


def test_a_lesson_without_keywords_is_found(tmp_path):
    text = lesson().replace("    keywords:\n    - hello\n", "")
    assert [(one.line, one.rule) for one in findings(tmp_path, {"1a-hello": text})] == [
        (3, "front-matter-keywords")
    ]


@pytest.mark.parametrize("written", ["two-bytes", "Two-bite", "Two bytes"])
def test_an_anchor_is_written_as_jupyterlab_looks_for_it(tmp_path, written):
    body = f"# Hello\n\n[x](#{written.replace(' ', '%20')})\n\n## Two bytes\n\nx\n"
    (found,) = findings(tmp_path, {"1a-hello": lesson(body=body)})
    assert found.remedy == "write #Two-bytes"


def test_an_unknown_icon_of_a_section_is_found(tmp_path):
    root = make_course_folder(tmp_path / "course", config=CONFIG.replace("icon: loop", "icon: unicorn"))
    assert [(one.file, one.rule) for one in lint(root)] == [("_config.yml", "icon")]


def test_one_lesson_that_cannot_be_read_is_one_finding(tmp_path):
    two = {
        "1a-hello": lesson(),
        "1b-b": lesson("B", order="1B", path="b", icon="", body="# B\n\n[a](1a-hello.ipynb#x)\n"),
    }
    root = make_course_folder(tmp_path / "course", two)
    (root / "lessons" / "1a-hello.md").write_bytes(b"\xff")
    assert [(one.file, one.rule) for one in lint(root)] == [("lessons/1a-hello.md", "unreadable")]


def test_two_lessons_with_one_order(tmp_path):
    found = findings(tmp_path, {"1a-hello": lesson(), "1a-b": lesson("B", path="b", body="# B\n")})
    assert [one.rule for one in found] == ["front-matter-order"]
