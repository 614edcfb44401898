"""Exercises, verdicts, progress: ``await check(name, answer)``, ``progress()``, ``reset_progress()``."""

from helpers.checks.check_line import check
from helpers.checks.progress_card import progress, reset_progress

__all__ = ["check", "progress", "reset_progress"]
