"""What ``pytest --nbmake`` does to every notebook here: the leak audit around it, and a kernel that ends at once."""

from typing import Any

import nbclient
import nbformat

from tests.audit import AFTER, BEFORE

_init = nbclient.NotebookClient.__init__


def _audited(self: nbclient.NotebookClient, nb: nbformat.NotebookNode, *arguments: Any, **options: Any) -> None:
    nb.cells.insert(0, nbformat.v4.new_code_cell(BEFORE))
    nb.cells.append(nbformat.v4.new_code_cell(AFTER))
    # nbclient's graceful shutdown stalls for seconds in one run of nine.
    _init(self, nb, *arguments, **{"shutdown_kernel": "immediate"} | options)


def pytest_configure() -> None:
    nbclient.NotebookClient.__init__ = _audited  # type: ignore[method-assign]
