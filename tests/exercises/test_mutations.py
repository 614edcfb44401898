"""A generic mutation run over each solution: what survives is equivalent, with its proof, or a gap in the cases.

``python -m pytest tests/exercises/test_mutations.py -s`` prints the figures.
"""

import pytest

from tests.exercises.equivalent import EQUIVALENT
from tests.exercises.mutations import mutants
from tests.exercises.proofs import NAMES, part, run_cell, verdict_of


def passes(name, source):
    try:
        answer = run_cell(source, name)
    except Exception:
        return False
    return verdict_of(name, answer, limit=0.8)[0].passed


@pytest.mark.parametrize("name", NAMES)
def test_changed_solutions_are_rejected(name):
    claimed = EQUIVALENT.get(name, {})
    every = list(mutants(part(name).solution))
    survived = [label for label, source in every if passes(name, source)]
    print(f"\n{name}: {len(every)} mutants, {len(every) - len(survived)} rejected, {len(survived)} survived")
    assert len(every) >= 5
    assert not [label for label in survived if label.split(": ", 1)[1] not in claimed]
    assert len(survived) <= len(every) * 0.1
    assert len(claimed) <= max(1, len(every) * 0.05)
