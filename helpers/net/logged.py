"""A library's logger that keeps its lines in a server's ``log``: under a cell nobody would know whose they are."""

import logging
from collections.abc import Callable

__all__ = ["error_of", "keeping"]


def keeping(log: list[str], *, said: Callable[[logging.LogRecord], bool]) -> logging.Logger:
    """A logger outside the logging tree: it prints nothing. A line is kept from level INFO on, unless ``said``."""
    logger = logging.Logger("kept")
    logger.addHandler(_Keep(log, said))
    return logger


def error_of(record: logging.LogRecord) -> BaseException | None:
    """The error that a line was logged with."""
    return record.exc_info[1] if record.exc_info else None


class _Keep(logging.Handler):
    def __init__(self, log: list[str], said: Callable[[logging.LogRecord], bool]) -> None:
        super().__init__(logging.INFO)
        self._log, self._said = log, said

    def emit(self, record: logging.LogRecord) -> None:
        if not self._said(record):
            self._log.append(record.getMessage())
