import subprocess
import sys

import pytest

from helpers.publishing.unchanged import is_unchanged, remember
from tests.publishing.publishing_samples import make_course_folder


@pytest.fixture
def root(tmp_path):
    root = make_course_folder(tmp_path / "course")
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("made")
    remember(root, root / "site", "")
    return root


def test_what_was_just_made_is_unchanged(root):
    assert is_unchanged(root, root / "site", "")


@pytest.mark.parametrize(
    "change", ["lessons/1a-hello.md", "notebooks/1a-hello.ipynb", "_config.yml", "site/index.html"]
)
def test_whatever_changes_has_to_be_published(root, change):
    path = root / change
    path.write_text(path.read_text() + " ")
    assert not is_unchanged(root, root / "site", "")


def test_so_has_what_was_never_made_or_made_with_other_arguments(root):
    assert not is_unchanged(root, root / "site", "https://example.org")
    assert not is_unchanged(root, root / "elsewhere", "")
    (root / "build" / "published.json").write_text("{")
    assert not is_unchanged(root, root / "site", "")


def test_a_picture_that_the_config_names_counts(root):
    config = root / "_config.yml"
    config.write_text(config.read_text() + "logo: wire.svg\n")
    (root / "wire.svg").write_text("<svg/>")
    remember(root, root / "site", "")
    (root / "wire.svg").write_text("<svg></svg>")
    assert not is_unchanged(root, root / "site", "")


def test_it_is_told_before_anything_slow_is_imported():
    code = (
        "import helpers.publishing.unchanged, helpers.publishing.root, sys; print('nbformat' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
