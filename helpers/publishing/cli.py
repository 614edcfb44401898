"""The command `course`: lab, publish, preview and the rest. Each wraps native commands, replacing none.

Enters: arguments. Leaves: an exit status; 1 with a sentence that names what to do next. The version of Python is
looked at first, so nothing of ours is imported above.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]

NOBODY_READS = 141  # 128 + SIGPIPE


def _lab(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.hand_over import hand_over
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
    hand_over(command)


def _measure(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.hand_over import command, hand_over

    hand_over(command("helpers.measure", *args.rest))


def _publish(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.unchanged import is_unchanged, remember

    output = args.output or root / "site"
    said = (args.baseurl, args.live)
    if not args.fresh and is_unchanged(root, output, *said):
        print("nothing has changed since the site was made")
    else:
        from helpers.publishing.publish import publish  # slow to import

        publish(
            root,
            output=output,
            jobs=args.jobs,
            say=_say,
            fresh=args.fresh,
            baseurl=args.baseurl,
            live=args.live,
        )
        remember(root, output, *said)
    print(f"open {os.path.relpath(output / 'index.html')}")
    return 0


def _preview(args: argparse.Namespace, root: Path) -> int:
    import asyncio

    from helpers.publishing.lab import check_port
    from helpers.publishing.preview import preview
    from helpers.publishing.stopping import STOPPED

    check_port(args.port, command="preview")
    try:
        asyncio.run(preview(root, port=args.port, jobs=args.jobs, say=_say))
    except KeyboardInterrupt:
        return STOPPED
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
    from helpers.publishing.lint.spelling import english
    from helpers.publishing.source.pairing import stale

    findings = lint(root)
    unreadable = {finding.file for finding in findings if finding.rule == "unreadable"}
    pairs = [found for found in stale(root) if getattr(found, "where", "") not in unreadable]
    print(*findings, *pairs, sep="\n", end="\n" if findings or pairs else "")
    if not english():
        print("the words were not looked up: install the list with pip install -e '.[words]'")
    count = len(findings) + sum(not isinstance(found, StrayError) for found in pairs)
    print(f"{count} finding{'' if count == 1 else 's'} in _config.yml, lessons/ and notebooks/")
    return 1 if count else 0


def _new(args: argparse.Namespace, root: Path) -> int:
    from helpers.publishing.source.new import new_lesson

    path = new_lesson(root, args.order, args.title, slug=args.path)
    print(f"wrote {os.path.relpath(path)} and its notebook; open it: course lab --edit {args.order.upper()}")
    return 0


RUNS = {
    "lab": _lab,
    "publish": _publish,
    "preview": _preview,
    "measure": _measure,
    "clients": _clients,
    "pair": _pair,
    "check": _check,
    "new": _new,
}


def _run(arguments: Sequence[str] | None) -> int:
    from helpers.publishing.arguments import make_parser
    from helpers.publishing.errors import CourseError
    from helpers.publishing.refusals import explain
    from helpers.publishing.root import find_root

    parser = make_parser(RUNS)
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
    from helpers.publishing.stopping import is_stop, stopped

    legible(sys.stdout)
    legible(sys.stderr)
    try:
        return _run(arguments)
    except BaseException as error:
        if not is_stop(error):
            raise
        return stopped()
