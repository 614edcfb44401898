"""Exercises, verdicts, progress: ``await check(name, answer)``, ``progress()``, ``left()``, ``reset_progress()``."""

from helpers.checks.engine.certificate import certificate
from helpers.checks.engine.check_line import check
from helpers.checks.engine.left import left
from helpers.checks.engine.progress_card import progress, reset_progress

__all__ = ["certificate", "check", "left", "progress", "reset_progress"]
