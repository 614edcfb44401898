"""Rules on a lesson's text: what jupytext, JupyterLab or the page would silently read otherwise than it was meant.

Enters: the lines of `scan.py`. Leaves: (line number, rule, message, remedy). Each rule is one function in `RULES`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from helpers.publishing.scan import CELL_LANGUAGES, Line, Place

__all__ = ["RULES", "TAGS", "Found"]

Found = tuple[int, str, str, str]
TAGS = ("setup", "step", "measured", "live", "exercise", "check", "solution", "raises-exception")
LONGEST_CELL = 25
_NESTED_FENCE = re.compile(r"`{3,}\s*([^\s`{]+)")
_TAG_LIST = re.compile(r"tags=\[(?P<tags>[^\]]*)\]")
_CODE_SPAN = re.compile(r"(`+).*?\1")
_MATH = re.compile(r"(?<![\\$])\$(?=\S)[^$]*\S\$(?!\d)")


def executed_fences(lines: Sequence[Line]) -> Iterator[Found]:
    """A backtick fence named after a Jupyter language becomes a code cell that runs."""
    for line in lines:
        language = line.opens
        if not line.mark.startswith("`") or line.region or language not in CELL_LANGUAGES:
            continue
        if ".noeval" in line.options:
            remedy = f"write ~~~{language} instead"
            yield line.number, "noeval", ".noeval grows a blank line at every sync", remedy
        elif language != "python":
            message = f"jupytext makes a code cell of a ```{language} fence and runs it"
            yield line.number, "fence-executes", message, f"write ~~~{language} … ~~~ instead"


def fences_in_fences(lines: Sequence[Line]) -> Iterator[Found]:
    """Inside a tilde fence outside a region, jupytext still sees backtick fences."""
    for line in lines:
        nested = _NESTED_FENCE.match(line.text) if line.place is Place.FENCE and not line.region else None
        if nested and nested[1] in CELL_LANGUAGES:
            message = f"jupytext starts a code cell at ```{nested[1]} even inside ~~~"
            yield (
                line.number,
                "fence-in-fence",
                message,
                "put <!-- #region --> … <!-- #endregion --> around it",
            )


def open_fences(lines: Sequence[Line]) -> Iterator[Found]:
    """A fence or region that nobody closes swallows the rest of the lesson."""
    opened: Line | None = None
    for line in lines:
        if line.place is Place.MARK and line.mark != "region":
            opened = line if line.opens else None
    if opened:
        yield (
            opened.number,
            "fence-open",
            "this fence is never closed",
            f"add {opened.mark} on a line of its own",
        )
    marks = [line for line in lines if line.mark in ("region", "endregion")]
    if marks and marks[-1].mark == "region":
        remedy = "add <!-- #endregion --> on a line of its own"
        yield marks[-1].number, "region-open", "this region is never closed", remedy


def double_blanks(lines: Sequence[Line]) -> Iterator[Found]:
    """Two blank lines split a prose cell in two, also inside a tilde fence."""
    before: list[Line] = []
    for line in lines:
        if line.blank:
            before.append(line)
            continue
        inside = not line.region and line.place in (Place.PROSE, Place.FENCE, Place.MARK)
        if (
            len(before) > 1
            and inside
            and before[0].place in (Place.PROSE, Place.FENCE)
            and not _in_backticks(lines, before[0])
        ):
            remedy = "leave one blank line, or put <!-- #region --> … <!-- #endregion --> around the cell"
            yield (
                before[1].number,
                "two-blank-lines",
                "two blank lines split the prose into two cells",
                remedy,
            )
        before = []


def _in_backticks(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line of a fence stands in a backtick fence, where jupytext keeps blank lines."""
    opening = [other for other in lines if other.opens and other.number < line.number]
    return line.place is Place.FENCE and bool(opening) and opening[-1].mark.startswith("`")


def _tags(options: str) -> list[str]:
    match = _TAG_LIST.search(options)
    return [tag.strip().strip("\"'") for tag in match["tags"].split(",") if tag.strip()] if match else []


def tags(lines: Sequence[Line]) -> Iterator[Found]:
    """Only the course's tags, and no other cell metadata: jupytext drops it at the next save."""
    for line in lines:
        is_cell = line.mark == "region" or (line.opens in CELL_LANGUAGES and line.mark.startswith("`"))
        if not is_cell or not line.options or ".noeval" in line.options:
            continue
        for tag in _tags(line.options):
            if tag not in TAGS:
                yield line.number, "unknown-tag", f"tag {tag!r} is unknown", "use one of " + ", ".join(TAGS)
        rest = _TAG_LIST.sub("", line.options).strip()
        if rest:
            yield line.number, "cell-metadata", f"{rest!r} is lost at the next save", "keep only tags=[…]"


def solutions(lines: Sequence[Line]) -> Iterator[Found]:
    """A solution is prose that folds: it is never executed in a lesson."""
    for position, line in enumerate(lines):
        if "solution" not in _tags(line.options):
            continue
        remedy = 'put <details> with a ~~~python fence into <!-- #region tags=["solution"] --> … <!-- #endregion -->'
        if line.mark != "region":
            yield line.number, "solution-shape", "a solution must not be a code cell", remedy
            continue
        body = [other.text for other in _region(lines[position + 1 :])]
        if not any(text.startswith("<details") for text in body) or "~~~python" not in body:
            yield line.number, "solution-shape", "a solution needs <details> and a ~~~python fence", remedy


def _region(lines: Sequence[Line]) -> Iterable[Line]:
    for line in lines:
        if line.mark == "endregion":
            return
        yield line


def long_cells(lines: Sequence[Line]) -> Iterator[Found]:
    """A code cell of more than 25 lines is no longer one step."""
    start, length = 0, 0
    for line in lines:
        if line.place is Place.CODE:
            start, length = start or line.number, length + 1
        elif start:
            if length > LONGEST_CELL:
                remedy = "split it, or move code into helpers/ and show() it"
                yield start, "long-cell", f"a code cell of {length} lines, more than {LONGEST_CELL}", remedy
            start, length = 0, 0


def dollars(lines: Sequence[Line]) -> Iterator[Found]:
    """JupyterLab reads $…$ as mathematics; the page does not."""
    for line in lines:
        if line.place is Place.PROSE and _MATH.search(_CODE_SPAN.sub("", line.text)):
            yield (
                line.number,
                "dollar-math",
                "JupyterLab reads text between two $ as math",
                "write \\$ or use `…`",
            )


RULES: tuple[Callable[[Sequence[Line]], Iterator[Found]], ...] = (
    executed_fences,
    fences_in_fences,
    open_fences,
    double_blanks,
    tags,
    solutions,
    long_cells,
    dollars,
)
