"""The notebook session itself: what makes a kernel a good place for live servers. Imports nothing of the course."""

from helpers.kernel.session import begin

__all__ = ["begin"]
