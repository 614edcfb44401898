"""Every lesson in a tab: each cell that is not tagged ``install``, and each solution whose check is not."""

from pathlib import Path

import pytest

from tests.live.tabs import NOTEBOOKS, lesson_cells, run, solution_cells

SHORT = ("1a-", "2c-", "4a-")  # a talk, a clock that is stepped, a wire that is stepped; .ci/proofs runs all
LESSONS = [
    pytest.param(path, id=path.stem, marks=() if path.name.startswith(SHORT) else pytest.mark.slow)
    for path in NOTEBOOKS
]


@pytest.mark.parametrize("notebook", LESSONS)
def test_a_lesson_and_its_solutions_run_in_a_tab(live: Path, notebook: Path) -> None:
    came = run(live, notebook, [*lesson_cells(notebook), *solution_cells(notebook)])
    assert "\n\n".join(one.wrong for one in came if one.wrong) == ""
