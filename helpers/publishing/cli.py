"""The command `course`: lab, measure, publish, clients, pair, check, new. Each wraps native commands, replacing none.

Enters: arguments. Leaves: an exit status; 1 with a sentence that names what to do next. The version of Python is
looked at first, so nothing of ours is imported above.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]

STOPPED = 130  # 128 + SIGINT, as a shell says it
NOBODY_READS = 141  # 128 + SIGPIPE


def _lab(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.lab import ROOT, check_port, is_root, lab_command
    from helpers.publishing.workspace import find_notebook, update_workspace

    if args.port is not None:
        check_port(args.port)
    notebook = find_notebook(root, args.lesson)
    home = root if args.edit or args.work is None else args.work.resolve()
    updates, problems = ([], []) if args.edit else update_workspace(root, home)
    print(*problems, *(update for update in updates if update.done), sep="\n")
    if is_root():
        print(ROOT)
    command = lab_command(
        home, notebook, edit=args.edit, port=args.port, browser=not args.no_browser, options=tuple(args.rest)
    )
    os.chdir(home)
    sys.stdout.flush()
    os.execv(command[0], command)  # JupyterLab takes this process over, so that Ctrl-C reaches it


def _measure(args: argparse.Namespace, root: Path) -> int:
    sys.stdout.flush()
    os.execv(
        sys.executable, [sys.executable, "-m", "helpers.measure", *args.rest]
    )  # and has Ctrl-C to itself


def _publish(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.unchanged import is_unchanged, remember

    output = args.output or root / "site"
    if not args.fresh and is_unchanged(root, output, args.baseurl):
        print("nothing has changed since the site was made")
    else:
        from helpers.publishing.publish import publish  # slow to import

        publish(root, output=output, jobs=args.jobs, say=_say, fresh=args.fresh, baseurl=args.baseurl)
        remember(root, output, args.baseurl)
    print(f"open {os.path.relpath(output / 'index.html')}")
    return 0


def _say(line: str) -> None:
    from helpers.publishing.refusals import plain

    print(plain(line, sys.stdout.encoding), flush=True)


def _clients(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.clients import install_clients

    install_clients(root, say=_say)
    print("pages that a lesson serves use them from now on: reload those that are open")
    return 0


def _pair(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.errors import StrayError
    from helpers.publishing.source.pairing import pair

    done = pair(root, args.files)
    for path in done.written:
        print(f"wrote {os.path.relpath(path)}")
    print(*done.refused, sep="\n", end="\n" if done.refused else "")
    if any(not isinstance(error, StrayError) for error in done.refused):
        return 1
    print("lessons and notebooks are in step")
    return 0


def _check(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.errors import StrayError
    from helpers.publishing.lint.lint import lint
    from helpers.publishing.source.pairing import stale

    findings = lint(root)
    unreadable = {finding.file for finding in findings if finding.rule == "unreadable"}
    pairs = [found for found in stale(root) if getattr(found, "where", "") not in unreadable]
    print(*findings, *pairs, sep="\n", end="\n" if findings or pairs else "")
    count = len(findings) + sum(not isinstance(found, StrayError) for found in pairs)
    print(f"{count} finding{'' if count == 1 else 's'} in _config.yml, lessons/ and notebooks/")
    return 1 if count else 0


def _new(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.source.new import new_lesson

    path = new_lesson(root, args.order, args.title, slug=args.path)
    print(f"wrote {os.path.relpath(path)} and its notebook; open it: course lab --edit {args.order.upper()}")
    return 0


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file() or path.suffix not in (".md", ".ipynb"):
        raise argparse.ArgumentTypeError(f"{name} is not a lesson's .md or .ipynb file")
    return path.resolve()


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: a number from 1 to 65535")
    return int(text)


def _site(text: str) -> str:
    from helpers.publishing.settings import is_url

    if text and not is_url(text):
        raise argparse.ArgumentTypeError(f"{text} is no URL that starts with https://")
    return text.rstrip("/")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = version("realtime-on-the-wire")
    except PackageNotFoundError:
        own = "from its sources"
    return f"course {own}, Python {sys.version.partition(' ')[0]}"


def _add_lab(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "lesson", nargs="?", default="", help="an order code such as 4A; by default the first"
    )
    parser.add_argument("--edit", action="store_true", help="for authors: on the paired files in notebooks/")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep your copy in DIR/work/")
    parser.add_argument("--port", type=_port)
    parser.add_argument("--no-browser", action="store_true")
    parser.set_defaults(run=_lab)


def _add_publish(parser: argparse.ArgumentParser) -> None:
    jobs = min(4, max(2, os.cpu_count() or 2))
    parser.add_argument("--output", type=Path, help="the site's folder (site/)")
    parser.add_argument(
        "--jobs", type=int, choices=range(1, 17), default=jobs, metavar="N", help="notebooks at once"
    )
    parser.add_argument("--baseurl", type=_site, default="", help="where it will stand, over _config.yml's")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs gave")
    parser.set_defaults(run=_publish)


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("order", help="the section's number and capital letters, such as 4E")
    parser.add_argument("title")
    parser.add_argument("--path", default="", help="the page's name; by default it follows from the title")
    parser.set_defaults(run=_new)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description="Learn, write and publish the course.")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_lab(commands.add_parser("lab", help="open JupyterLab at a lesson, on your own copy in work/"))
    measure = commands.add_parser(
        "measure", help="measure the transports: `course measure --help`", add_help=False
    )
    measure.set_defaults(run=_measure)
    _add_publish(commands.add_parser("publish", help="execute all lessons and make the site"))
    clients = commands.add_parser(
        "clients", help="bring the official browser clients, with npm, into clients/"
    )
    clients.set_defaults(run=_clients)
    pair = commands.add_parser("pair", help="bring lessons/ and notebooks/ in step, without outputs")
    pair.add_argument("files", nargs="*", type=_file, help="files that win over their partner")
    pair.set_defaults(run=_pair)
    check = commands.add_parser("check", help="config, front matter, traps of jupytext Markdown, pairing")
    check.set_defaults(run=_check)
    _add_new(commands.add_parser("new", help='begin a lesson: course new 4E "Title"'))
    return parser


def _run(arguments: Sequence[str] | None) -> int:
    from helpers.publishing.errors import CourseError
    from helpers.publishing.refusals import explain
    from helpers.publishing.root import find_root

    parser = _parser()
    args, rest = parser.parse_known_args(arguments)
    if rest and args.run not in (_lab, _measure):
        parser.error(f"unknown: {' '.join(rest)}")
    args.rest = rest
    try:
        status = int(args.run(args, find_root(Path.cwd())))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
        return NOBODY_READS
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
    except OSError as error:
        print(f"course: {explain(error)}", file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; unknown options of `lab` go to `jupyter lab`."""
    if sys.version_info < (3, 11):  # noqa: UP036 – who runs the source has not been asked by pip
        found = sys.version.partition(" ")[0]
        print(
            f"course: this is Python {found}, and the course needs 3.11 or newer; "
            "to mend it: make .venv anew with a newer one: python3.12 -m venv .venv",
            file=sys.stderr,
        )
        return 1
    from helpers.publishing.refusals import legible

    legible(sys.stdout)
    legible(sys.stderr)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        print("\ncourse: stopped; what was there is as it was", file=sys.stderr)
        return STOPPED
