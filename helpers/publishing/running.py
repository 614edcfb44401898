"""Whether a process still runs, or what stands under its number was left by one that was killed.

Enters: a number that a name of ours ends or begins with. Leaves: yes or no.
"""

import os

__all__ = ["is_running"]


def is_running(process: str) -> bool:
    """Whether there is such a process; what is no number is none of ours, and counts as one."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        pass  # somebody else's
    return True
