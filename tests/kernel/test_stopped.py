import linecache
import sys

from helpers.kernel.stopped import where


def test_the_learners_lines_are_named_and_no_others():
    names = {"__name__": "__main__", "finish": lambda action: action()}
    source = "def wait():\n    raise KeyboardInterrupt\n\nfinish(wait)\n"

    linecache.cache["cell-7"] = (len(source), None, source.splitlines(keepends=True), "cell-7")
    try:
        exec(compile(source, "cell-7", "exec"), names)
    except KeyboardInterrupt:
        trace = sys.exc_info()[2]
    assert where(trace, names) == [
        "  line 4 of the cell: finish(wait)",
        "  line 2 of wait(): raise KeyboardInterrupt",
    ]
    assert where(None, names) == []
