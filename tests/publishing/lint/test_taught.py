"""What lessons teach is what is tested; what they do not show is reported."""

from pathlib import Path

import pytest

from helpers.publishing.lint.shown import report, shown_names, unshown
from helpers.publishing.lint.taught import definitions, differences, same_code

ROOT = Path(__file__).parents[3]
LESSONS = sorted((ROOT / "lessons").glob("*.md"))
FILE = '''"""A file."""


def unmask(payload: bytes, key: bytes) -> bytes:
    """Undo."""
    # why
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


class Reader:
    """Reads."""

    size: int = 2

    def read(self) -> None:
        """Nothing."""
'''


@pytest.fixture
def root(tmp_path):
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "mask.py").write_text(FILE)
    return tmp_path


def lesson(*cells, tags=""):
    return "\n\n".join(f"```python{tags}\n{cell}\n```" for cell in cells)


TAUGHT = """# helpers/mask.py
def unmask(payload, key):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))"""
READER = """# helpers/mask.py
class Reader:
    size: float = 2
    def read(self):
        pass"""


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_teaches_what_is_tested(path):
    assert list(differences(path.read_text("utf-8"), ROOT)) == []


def test_docstrings_annotations_and_comments_do_not_count(root):
    assert list(differences(lesson(TAUGHT), root)) == []
    assert list(differences(lesson(READER), root)) == []


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([TAUGHT.replace("% 4", "% 3")], "line 2: unmask is not what helpers/mask.py has"),
        ([TAUGHT.replace("unmask", "mask")], "line 2: mask is not in helpers/mask.py"),
        ([TAUGHT.replace("mask.py", "masks.py")], "helpers/masks.py does not exist"),
        (["# helpers/mask.py\nx = 1"], "line 2: the cell names helpers/mask.py and defines nothing"),
        (
            [TAUGHT, "def unmask(payload, key):\n    return payload"],
            "line 8: unmask is not what helpers/mask.py has",
        ),
    ],
)
def test_what_differs_is_said(root, cells, sentence):
    (found,) = differences(lesson(*cells), root)
    assert found.startswith(sentence)


def test_an_earlier_attempt_has_its_own_name_and_an_exercise_is_no_teaching(root):
    assert list(differences(lesson(TAUGHT, "def fragile(payload):\n    return payload"), root)) == []
    skeleton = lesson("def unmask(payload, key):\n    raise NotImplementedError", tags=' tags=["exercise"]')
    assert list(differences(lesson(TAUGHT) + "\n\n" + skeleton, root)) == []


def test_default_values_and_names_of_arguments_count():
    one = definitions("def f(a, b=1):\n    return a")["f"]
    assert not same_code(one, definitions("def f(a, b=2):\n    return a")["f"])
    assert not same_code(one, definitions("def f(a, c=1):\n    return a")["f"])
    assert not same_code(one, definitions("async def f(a, b=1):\n    return a")["f"])


def test_what_is_shown_is_found_by_its_import():
    cells = (
        "from helpers.views import show\nfrom helpers.mask import Reader, unmask as undo",
        "await asyncio.sleep(0)\nshow(Reader.read)\nshow(undo, wire)",
    )
    assert shown_names(lesson(*cells)) == {("helpers/mask.py", "Reader.read"), ("helpers/mask.py", "unmask")}
    assert shown_names(lesson(TAUGHT)) == {("helpers/mask.py", "unmask")}


def test_what_is_not_shown_is_counted():
    assert unshown(FILE, set()) == (11, 0, ["unmask", "Reader.read", "Reader"])
    assert unshown(FILE, {"unmask"}) == (11, 4, ["Reader.read", "Reader"])
    assert unshown(FILE, {"Reader"}) == (11, 7, ["unmask"])


def test_the_report_has_a_line_a_file():
    lines = list(report(ROOT, ("helpers/protocols",)))
    assert any(line.startswith("helpers/protocols/websocket/mask.py") for line in lines)
