"""`python -m helpers.publishing` is the command `course`."""

import sys

from helpers.publishing.cli import main

__all__: list[str] = []

sys.exit(main())
