"""What a lesson imports, found by reading."""

import pytest

from helpers.publishing.live.needs import cells_of, needs


@pytest.fixture
def helpers(tmp_path):
    """A station that imports one library at its top and another in a function, through a second module."""
    folder = tmp_path / "helpers"
    (folder / "net").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "net" / "__init__.py").write_text("from helpers.net.tap import tap")
    (folder / "net" / "tap.py").write_text(
        "import asyncio\nfrom typing import TYPE_CHECKING\nimport near\nif TYPE_CHECKING:\n    import never\n"
        "def tap():\n    import far.away\n"
    )
    (folder / "checks" / "exercises").mkdir(parents=True)
    (folder / "checks" / "exercises" / "word.py").write_text("import judge")
    return folder


def test_follows_imports_through_helpers_and_tells_the_late_ones_apart(helpers):
    found = needs(["import os, json\nfrom helpers.net import tap"], helpers)
    assert (found.at_once, found.late) == ({"near"}, {"far"})


def test_a_cell_runs_whole_and_a_check_imports_its_exercise_by_name(helpers):
    found = needs(["def f():\n    import direct", 'await check("Word", word)'], helpers)
    assert (found.at_once, found.late) == ({"direct", "judge"}, set())


def test_leaves_out_what_does_not_run_in_a_tab():
    cell = {"cell_type": "code", "source": "%pip list\nimport near", "metadata": {}}
    rest = [
        {"cell_type": "code", "source": "import far", "metadata": {"tags": ["install"]}},
        {"cell_type": "markdown", "source": "import prose", "metadata": {}},
    ]
    assert cells_of({"cells": [cell, *rest]}) == ["\nimport near"]
