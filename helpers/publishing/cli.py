"""The command `course`: lab, publish, pair, check, new. Each wraps native commands and never replaces them.

Enters: arguments. Leaves: an exit status; 1 with a sentence that names what to do next.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.publishing.course import find_root
from helpers.publishing.errors import CourseError

__all__ = ["main"]


def _lab(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.lab import check_port, lab_command
    from helpers.publishing.workspace import lowest_notebook, update_workspace

    if args.port is not None:
        check_port(args.port)
    notebook = lowest_notebook(root, args.lesson)
    for update in () if args.edit else update_workspace(root):
        if update.done:
            print(update)
    command = lab_command(
        root, notebook, edit=args.edit, port=args.port, browser=not args.no_browser, options=tuple(args.rest)
    )
    os.chdir(root)
    sys.stdout.flush()
    os.execv(command[0], command)  # JupyterLab takes this process over, so that Ctrl-C reaches it


def _publish(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.publish import publish

    site = publish(root, output=args.output or root / "site", jobs=args.jobs, say=print, fresh=args.fresh)
    print(f"open {os.path.relpath(site / 'index.html')}")
    return 0


def _pair(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.source.pairing import pair

    written = pair(root, args.files)
    for path in written:
        print(f"wrote {os.path.relpath(path)}")
    print("lessons and notebooks are in step")
    return 0


def _check(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.lint.lint import lint
    from helpers.publishing.source.pairing import stale

    findings = [str(found) for found in (*lint(root), *stale(root))]
    print(*findings, sep="\n", end="\n" if findings else "")
    print(
        f"{len(findings)} finding{'' if len(findings) == 1 else 's'} in _config.yml, lessons/ and notebooks/"
    )
    return 1 if findings else 0


def _new(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.source.new import new_lesson

    path = new_lesson(root, args.order, args.title)
    print(f"wrote {os.path.relpath(path)} and its notebook; open it: course lab --edit {args.order.upper()}")
    return 0


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file() or path.suffix not in (".md", ".ipynb"):
        raise argparse.ArgumentTypeError(f"{name} is not a lesson's .md or .ipynb file")
    return path.resolve()


def _add_lab(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson", nargs="?", default="", help="an order code such as 4A; by default the first"
    )
    parser.add_argument("--edit", action="store_true", help="for authors: on the paired files in notebooks/")
    parser.add_argument("--port", type=int)
    parser.add_argument("--no-browser", action="store_true")
    parser.set_defaults(run=_lab)


def _add_publish(parser: argparse.ArgumentParser) -> None:
    jobs = min(4, max(2, os.cpu_count() or 2))
    parser.add_argument("--output", type=Path, help="the site's folder (site/)")
    parser.add_argument(
        "--jobs", type=int, choices=range(1, 17), default=jobs, metavar="N", help="notebooks at once"
    )
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs gave")
    parser.set_defaults(run=_publish)


def _add_pair(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=_file, help="files that win over their partner")
    parser.set_defaults(run=_pair)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description="Learn, write and publish the course.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_lab(commands.add_parser("lab", help="open JupyterLab at a lesson, on your own copy in work/"))
    _add_publish(commands.add_parser("publish", help="execute all lessons and make the site"))
    _add_pair(commands.add_parser("pair", help="bring lessons/ and notebooks/ in step, without outputs"))
    check = commands.add_parser("check", help="config, front matter, traps of jupytext Markdown, pairing")
    check.set_defaults(run=_check)
    new = commands.add_parser("new", help='begin a lesson: course new 4E "Title"')
    new.add_argument("order", help="the section's number and capital letters, such as 4E")
    new.add_argument("title")
    new.set_defaults(run=_new)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; unknown options of `lab` go to `jupyter lab`."""
    parser = _parser()
    args, args_rest = parser.parse_known_args(arguments)
    if args_rest and args.run is not _lab:
        parser.error(f"unknown: {' '.join(args_rest)}")
    args.rest = args_rest
    try:
        return int(args.run(args, find_root(Path.cwd())))
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
        return 1
