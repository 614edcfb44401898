"""A library's logger that keeps its lines in a server's ``log``: under a cell nobody would know whose they are."""

import logging
from collections.abc import Callable, Collection

__all__ = ["keeping"]


def keeping(
    log: list[str], *, but: Collection[str] = (), failed: Callable[[Exception], None] | None = None
) -> logging.Logger:
    """A logger outside the logging tree: it prints nothing.

    A line is kept from level INFO on, if it is none of ``but``; one that brings an error goes to ``failed`` instead.
    """
    logger = logging.Logger("kept")
    logger.addHandler(_Keep(log, but, failed))
    return logger


class _Keep(logging.Handler):
    def __init__(
        self, log: list[str], but: Collection[str], failed: Callable[[Exception], None] | None
    ) -> None:
        super().__init__(logging.INFO)
        self._log, self._but, self._failed = log, but, failed

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if self._failed is not None and isinstance(error, Exception):
            self._failed(error)
        elif record.getMessage() not in self._but:
            self._log.append(record.getMessage())
