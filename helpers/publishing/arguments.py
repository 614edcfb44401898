"""The arguments of the command `course`, each checked before anything is done.

Enters: what runs each command. Leaves: a parser. What is wrong is said in a sentence that names the argument.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

__all__ = ["Run", "make_parser"]

Run = Callable[[argparse.Namespace, Path], int]


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


def _add_lab(parser: argparse.ArgumentParser, runs: Mapping[str, Run]) -> None:
    parser.add_argument(
        "lesson", nargs="?", default="", help="an order code such as 4A; by default the first"
    )
    parser.add_argument("--edit", action="store_true", help="for authors: on the paired files in notebooks/")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep your copy in DIR/work/")
    parser.add_argument("--port", type=_port)
    parser.add_argument("--no-browser", action="store_true")
    parser.set_defaults(run=runs["lab"])


def _add_publish(parser: argparse.ArgumentParser, runs: Mapping[str, Run]) -> None:
    jobs = min(4, max(2, os.cpu_count() or 2))
    parser.add_argument("--output", type=Path, help="the site's folder (site/)")
    parser.add_argument(
        "--jobs", type=int, choices=range(1, 17), default=jobs, metavar="N", help="notebooks at once"
    )
    parser.add_argument("--baseurl", type=_site, default="", help="where it will stand, over _config.yml's")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs gave")
    parser.add_argument(
        "--live",
        action="store_true",
        help="make the lessons run in the browser: Pyodide and wheels beside them",
    )
    parser.set_defaults(run=runs["publish"])


def _add_preview(parser: argparse.ArgumentParser, runs: Mapping[str, Run]) -> None:
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument(
        "--jobs", type=int, choices=range(1, 17), default=2, metavar="N", help="notebooks at once"
    )
    parser.set_defaults(run=runs["preview"])


def _add_new(parser: argparse.ArgumentParser, runs: Mapping[str, Run]) -> None:
    parser.add_argument("order", help="the section's number and capital letters, such as 4E")
    parser.add_argument("title")
    parser.add_argument("--path", default="", help="the page's name; by default it follows from the title")
    parser.set_defaults(run=runs["new"])


def make_parser(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser; ``runs`` has a function for each command, by name."""
    parser = argparse.ArgumentParser(prog="course", description="Learn, write and publish the course.")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_lab(commands.add_parser("lab", help="open JupyterLab at a lesson, on your own copy in work/"), runs)
    measure = commands.add_parser(
        "measure", help="measure the transports: `course measure --help`", add_help=False
    )
    measure.set_defaults(run=runs["measure"])
    _add_publish(commands.add_parser("publish", help="execute all lessons and make the site"), runs)
    _add_preview(commands.add_parser("preview", help="serve the site, and make it anew at each save"), runs)
    clients = commands.add_parser(
        "clients", help="bring the official browser clients, with npm, into clients/"
    )
    clients.set_defaults(run=runs["clients"])
    pair = commands.add_parser("pair", help="bring lessons/ and notebooks/ in step, without outputs")
    pair.add_argument("files", nargs="*", type=_file, help="files that win over their partner")
    pair.set_defaults(run=runs["pair"])
    check = commands.add_parser("check", help="config, front matter, traps of jupytext Markdown, pairing")
    check.set_defaults(run=runs["check"])
    _add_new(commands.add_parser("new", help='begin a lesson: course new 4E "Title"'), runs)
    return parser
