"""The command `course`, or `python -m helpers.publishing`: what imports much is imported where Ctrl-C is one line."""

from helpers.publishing.stopping import program

__all__ = ["course"]


def course() -> None:
    """Run the command that the arguments name, and end with its status."""
    program(_main)


def _main() -> int:
    from helpers.publishing.cli import main

    return main()


if __name__ == "__main__":
    course()
