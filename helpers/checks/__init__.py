"""Exercises, verdicts, progress: ``await check(name, answer)``, ``progress()``, ``reset_progress()``."""

from helpers.checks.engine.check_line import check
from helpers.checks.engine.progress_card import progress, reset_progress

__all__ = ["check", "progress", "reset_progress"]
