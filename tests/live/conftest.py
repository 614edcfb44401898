"""What a live site has, gathered once for all workers of a run."""

from pathlib import Path

import pytest

from tests.live.tabs import NODE
from tests.once import gathered


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``live/`` of the site; without Node or a network the tests that want it are skipped, and say so."""
    if NODE is None:
        pytest.skip("no Node: Pyodide runs in it as in a browser")
    return gathered(tmp_path_factory)
