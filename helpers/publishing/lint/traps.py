"""Rules on a lesson's text: what jupytext, JupyterLab or the page would silently read otherwise than it was meant.

Enters: the lines of `scan.py`. Leaves: (line number, rule, message, remedy). Each rule is one function in `RULES`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from helpers.publishing.lint.finding import Found
from helpers.publishing.source.scan import Line, Place, cell_languages

__all__ = ["RULES"]

_NESTED_FENCE = re.compile(r"`{3,}\s*([^\s`{]+)")
_CODE_SPAN = re.compile(r"(`+).*?\1")
_DRAWN = re.compile(r"[─│┌┐└┘├┤┬┴┼]{2}|\+-[+-]")
_MATH = re.compile(r"(?<![\\$])\$(?=\S)[^$]*\S\$(?!\d)")


def executed_fences(lines: Sequence[Line]) -> Iterator[Found]:
    """A backtick fence named after a Jupyter language becomes a code cell that runs."""
    for line in lines:
        language = line.opens
        if not line.mark.startswith("`") or line.region or language not in cell_languages():
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
        if nested and nested[1] in cell_languages():
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


def drawn_in_letters(lines: Sequence[Line]) -> Iterator[Found]:
    """A picture made of letters breaks at 360 px, and is read aloud as noise."""
    for line in lines:
        if line.place is Place.FENCE and _DRAWN.search(line.text):
            remedy = "describe it in lessons/images/NAME.picture (CONTRIBUTING.md, Draw a picture)"
            yield line.number, "drawn-in-letters", "a picture drawn in letters", remedy
            return


RULES: tuple[Callable[[Sequence[Line]], Iterator[Found]], ...] = (
    executed_fences,
    fences_in_fences,
    open_fences,
    double_blanks,
    dollars,
    drawn_in_letters,
)
