"""Rules on a lesson's cells: their tags, their length, and the parts that an exercise needs.

Enters: a lesson's Markdown. Leaves: (line number, rule, message, remedy). Each rule is one function in `RULES`.
"""

import ast
from collections.abc import Callable, Iterator

from helpers.publishing.lint.finding import Found
from helpers.publishing.lint.installs import installs
from helpers.publishing.source.parts import Problem, cells, parts
from helpers.publishing.source.scan import scan

__all__ = ["RULES", "TAGS"]

TAGS = (
    "setup", "step", "measured", "live", "install", "exercise", "check", "solution", "raises-exception"
)  # fmt: skip
LONGEST_CELL = 25


def tags(text: str) -> Iterator[Found]:
    """Only the course's tags, and no other cell metadata: jupytext drops it at the next save."""
    for line in scan(text):
        if not line.opens_cell or ".noeval" in line.options:
            continue
        for tag in line.tags:
            if tag not in TAGS:
                yield line.number, "unknown-tag", f"tag {tag!r} is unknown", "use one of " + ", ".join(TAGS)
        if rest := line.other_options:
            yield line.number, "cell-metadata", f"{rest!r} is lost at the next save", "keep only tags=[…]"


def long_cells(text: str) -> Iterator[Found]:
    """A code cell of more than 25 lines is no longer one step."""
    for cell in cells(text):
        length = cell.source.count("\n") + 1
        if cell.code and length > LONGEST_CELL:
            message = f"a code cell of {length} lines, more than {LONGEST_CELL}"
            yield cell.line, "long-cell", message, "split it, or move code into helpers/ and show() it"


def exercises(text: str) -> Iterator[Found]:
    """An exercise is whole: skeleton, check line, and a solution that folds and is never executed."""
    remedy = (
        'in this order: a cell tagged exercise, one tagged check with the line await check("name", name), '
        'and <details> with a ~~~python fence in <!-- #region tags=["solution"] --> … <!-- #endregion -->'
    )
    for found in parts(text):
        if isinstance(found, Problem):
            yield found.line, "exercise-shape", found.said, remedy


def checks(text: str) -> Iterator[Found]:
    """A check line needs `check`."""
    known: set[str] = set()
    for cell in cells(text):
        known |= _imported(cell.python) if cell.code else set()
        if "check" in cell.tags and "check" not in known:
            remedy = "write from helpers.checks import check in the setup cell"
            yield cell.line, "check-import", "no cell above imports check", remedy
            return


def _imported(python: str) -> set[str]:
    """The names that a cell's import lines bind; a cell that is no Python binds none."""
    try:
        tree = ast.parse(python)
    except SyntaxError:
        return set()
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names}


RULES: tuple[Callable[[str], Iterator[Found]], ...] = (tags, long_cells, exercises, checks, installs)
