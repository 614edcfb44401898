"""The command ``course measure``: the long run, which may be stopped and goes on where it was; or a chat to load.

Enters: arguments. Leaves: a book of results, and beside it CSV and SVG; an exit status.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from helpers.measure.book import Book
from helpers.measure.crew import Ended
from helpers.measure.figures import figures
from helpers.measure.host import host
from helpers.measure.measuring import measure
from helpers.measure.setting import LESSON, LONG, SHORT, Plan, Setting, Size
from helpers.measure.tables import as_csv, as_svg
from helpers.measure.ways import WAYS

__all__ = ["main"]

STOPPED = 130
PLOTS = {"p50": "Late, half of all", "p99": "Late, 99 of 100", "cpu": "The server's time", "memory": "Memory"}
BAR = 24  # characters


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="course measure", description="Measure the transports side by side."
    )
    parser.add_argument(
        "--output", type=Path, default=Path("measured"), help="the folder of results (measured/)"
    )
    parser.add_argument("--way", action="append", choices=list(WAYS), help="only this one; may be said again")
    parser.add_argument(
        "--clients", type=int, action="append", metavar="N", help="only this size; may be said again"
    )
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each is timed (5)")
    parser.add_argument(
        "--every", type=float, default=Setting().every, metavar="S", help="s between two polls (1)"
    )
    parser.add_argument("--plan", choices=["short", "lesson", "long"], default="long")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--serve", action="store_true", help="only serve one chat by every way, for Locust")
    return parser


def _plan(args: argparse.Namespace) -> Plan:
    plan = {"short": SHORT, "lesson": LESSON, "long": LONG}[args.plan]
    known = {size.clients: size for size in plan.sizes}
    sizes = [
        known.get(count) or Size(count, plan.sizes[-1].messages, plan.sizes[-1].seconds)
        for count in args.clients or known
    ]
    return replace(plan, sizes=sizes, rounds=args.rounds or plan.rounds, ways=tuple(args.way or ()))


def _bar(done: int, total: int, what: str) -> None:
    filled = BAR * done // max(1, total)
    line = f"[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total} {what}"
    print(
        f"\r{line:<78}" if sys.stdout.isatty() else line, end="" if sys.stdout.isatty() else "\n", flush=True
    )


def _write(book: Book, folder: Path) -> None:
    rows = figures(book)
    (folder / "measured.csv").write_text(as_csv(rows), "utf-8")
    for name, title in PLOTS.items():
        for clients in sorted({row.clients for row in rows if name in row.figures}):
            some = [row for row in rows if row.clients == clients]
            text = as_svg(some, name, title=f"{title}, {clients:,} client{'s' * (clients > 1)}")
            (folder / f"{name}-{clients}.svg").write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is left, and write what is known."""
    args = _parser().parse_args(arguments)
    setting = Setting(every=args.every)
    if args.serve:
        asyncio.run(host(setting, say=lambda line: print(line, flush=True)))
        return 0
    args.output.mkdir(parents=True, exist_ok=True)
    book = Book(args.output / "measured.ndjson", setting=setting)
    if args.fresh:
        book.clear()
    try:
        asyncio.run(measure(_plan(args), book, say=_bar))
    finally:
        _write(book, args.output)
    failed = [row for row in figures(book) if row.failed]
    print(*(f"\n{row.way}, {row.clients:,} clients: {row.failed}" for row in failed), sep="")
    print(f"written to {args.output}/: measured.ndjson, measured.csv and the plots")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Ended as error:
        sys.exit(f"\ncourse: {error}")
    except KeyboardInterrupt:
        print(
            "\ncourse: stopped; what was measured is kept, and the same command goes on from there",
            file=sys.stderr,
        )
        sys.exit(STOPPED)
