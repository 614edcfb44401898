"""Ruff reads every Python file of ours: a folder that is left out by its name is not left out twice."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_ruff_reads_all_helpers_and_tests():
    said = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--show-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    read = {Path(line) for line in said.stdout.splitlines()}
    ours = {path for folder in ("helpers", "tests") for path in (ROOT / folder).rglob("*.py")}
    assert ours - read == set()
