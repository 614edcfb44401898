import subprocess
import sys

import pytest

LOOK = """
import sys
{before}
from helpers.publishing.source.nodes import read_notebook
read_notebook('{{"cells": [], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}')
from helpers.publishing.source.forms import read_markdown
from pathlib import Path
read_markdown("# A lesson", root=Path.cwd())
print(*(name for name in ("rfc3987_syntax", "isoduration", "jupytext.sync_contentsmanager") if name in sys.modules))
{after}
"""


def imported(before="", after=""):
    code = LOOK.format(before=before, after=after)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_what_no_notebook_needs_is_not_imported():
    assert imported() == [""]


def test_it_can_be_imported_afterwards():
    assert imported(after="import isoduration, jupytext.sync_contentsmanager; print('there')")[1] == "there"


@pytest.mark.parametrize("name", ["isoduration", "jupytext.sync_contentsmanager"])
def test_in_jupyters_server_nothing_is_left_out(name):
    assert name in imported(before="import jupyter_server")[0]
