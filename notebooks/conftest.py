"""What ``pytest --nbmake`` does to every notebook here: the leak audit around it, and a kernel that ends at once."""

import os
from typing import Any

import nbclient
import nbformat
from nbmake import nb_run

from tests.audit import AFTER, BEFORE


class AuditedClient(nbclient.NotebookClient):
    """Runs a notebook between the two cells of the leak audit."""

    def __init__(self, nb: nbformat.NotebookNode, **options: Any) -> None:
        nb.cells.insert(0, nbformat.v4.new_code_cell(BEFORE))
        nb.cells.append(nbformat.v4.new_code_cell(AFTER))
        # nbclient's graceful shutdown stalls for seconds in one run of nine.
        super().__init__(nb, **{"shutdown_kernel": "immediate"} | options)


def pytest_configure() -> None:
    """Let nbmake, and nobody else who runs notebooks in this process, use it; what is measured is measured shortly."""
    os.environ.setdefault("REALTIME_MEASURE", "tiny")
    nb_run.NotebookClient = AuditedClient  # type: ignore[misc]
