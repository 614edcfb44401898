import json
from pathlib import Path

import pytest

from helpers.publishing.source.derived import SECTIONS, derived
from helpers.publishing.source.pairing import pair, stale
from tests.publishing.publishing_samples import make_course_folder

ROOT = Path(__file__).parents[3]


@pytest.fixture
def root(tmp_path):
    folder = make_course_folder(tmp_path / "course")
    (folder / SECTIONS).parent.mkdir(parents=True)
    return folder


def test_the_sections_of_the_course_are_what_the_config_says():
    assert {path: path.read_text("utf-8") for path in derived(ROOT)} == derived(ROOT)


def test_pair_writes_the_sections_and_check_compares_them(root):
    assert [str(found) for found in stale(root)] == [
        f"{SECTIONS.as_posix()}: is not what its source says; to mend it: course pair"
    ]
    assert pair(root).written == [root / SECTIONS]
    assert json.loads((root / SECTIONS).read_text()) == ["Welcome", "Polling"]
    assert stale(root) == []
    (root / SECTIONS).write_text("[]")
    assert len(stale(root)) == 1


def test_a_course_without_helpers_derives_nothing(tmp_path):
    assert derived(make_course_folder(tmp_path / "course")) == {}
