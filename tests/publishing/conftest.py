"""What the publisher's tests share."""

import sys

import pytest


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put a program in npm's place."""

    def put(code):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "npm"
        program.write_text(f"#!{sys.executable}\n{code}")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return put
