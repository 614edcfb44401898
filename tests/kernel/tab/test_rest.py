"""The rest of Python's library: brought when it is asked for, once, and a sentence where it does not come."""

import sys
import zipfile

import pytest

from helpers.kernel.tab import Rest


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A zip of which a part is there, as the first part of Python's own library would be."""
    path = tmp_path / "library.zip"
    write(path, "rest_near")
    monkeypatch.setattr(sys, "path", [str(path)])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    yield path
    for name in ("rest_near", "rest_far", "rest_farther"):
        sys.modules.pop(name, None)


def write(path, *names):
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(f"{name}.py", "here = True\n")


def test_a_module_of_the_rest_is_brought_when_it_is_imported_and_never_again(library):
    brought = []

    def bring(place, name):
        brought.append((place, name))
        write(library, "rest_near", "rest_far", "rest_farther")

    sys.meta_path.append(Rest(["rest_far", "rest_farther"], bring))
    import rest_near

    assert brought == []
    import rest_far
    import rest_farther

    assert rest_near.here
    assert rest_far.here
    assert rest_farther.here
    assert brought == [(str(library), "rest_far")]
    with pytest.raises(ModuleNotFoundError, match="No module named 'rest_nowhere'"):
        import rest_nowhere  # noqa: F401


def test_what_does_not_come_is_said_and_asked_for_again(library):
    asked = []

    def bring(place, name):
        asked.append(name)
        raise OSError("no network")

    sys.meta_path.append(Rest(["rest_far"], bring))
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="rest_far has to be loaded, which failed: no network"):
            import rest_far  # noqa: F401
    assert len(asked) == 2
