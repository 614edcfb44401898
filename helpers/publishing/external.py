"""`python -m helpers.publishing.external REPORT`: whether the addresses that the course links to still answer.

Enters: the lessons and the documents of a course's folder. Leaves: a report in Markdown, the text of an issue. The
exit status is 0 where all answer, 1 where some do not, 2 where none does, since then it is this machine that has no
network, and nothing can be said. Sections of a page are not looked for: many are made by scripts.
"""

import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from helpers.publishing.page.tables import external_links
from helpers.publishing.root import find_root

__all__ = ["Answer", "ask", "main", "report"]

AT_ONCE = 8
SECONDS = 20  # for an answer
PAUSES = (1, 5)  # before each further try, in seconds
# There, though not for a program that asks: signed in, refused to robots, asked too often, no HEAD and no GET.
THERE = {401, 403, 405, 406, 429, 999}
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; a course that looks after its links)", "Accept": "*/*"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one address: a status, or 0 and the reason why there is none."""

    url: str
    status: int
    reason: str = ""

    @property
    def fine(self) -> bool:
        """Whether a reader would get something."""
        return 0 < self.status < 400 or self.status in THERE

    @property
    def passing(self) -> bool:
        """Whether it may be better in a moment."""
        return not self.status or self.status >= 500


def _once(url: str, method: str) -> Answer:
    request = urllib.request.Request(url, headers=_HEADERS, method=method)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:
            return Answer(url, reply.status)
    except urllib.error.HTTPError as error:
        return Answer(url, error.code, error.reason)
    except (OSError, ValueError) as error:  # no address, no connection, no HTTP
        return Answer(url, 0, str(getattr(error, "reason", error)))


def ask(url: str) -> Answer:
    """Ask for the head, then for the page, since some answer no HEAD."""
    answer = _once(url, "HEAD")
    return answer if answer.fine and answer.status not in THERE else _once(url, "GET")


def _again(answer: Answer, pauses: Iterable[float]) -> Answer:
    """What may pass is asked again."""
    for pause in pauses:
        if not answer.passing:
            break
        time.sleep(pause)
        answer = _once(answer.url, "GET")
    return answer


def _linked(root: Path) -> dict[str, list[str]]:
    """Every address, and the files that link to it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in [*sorted((root / "lessons").glob("[!.]*.md")), *sorted(root.glob("*.md")), *_documents(root)]:
        for url in external_links(path):
            found[url.partition("#")[0]].append(path.relative_to(root).as_posix())
    return found


def _documents(root: Path) -> Iterator[Path]:
    yield from sorted((root / "docs").glob("*.md"))


def report(answers: Iterable[Answer], linked: Mapping[str, Iterable[str]]) -> str:
    """The text of an issue: each address that does not answer, why, and where it stands."""
    lines = [
        f"- {answer.url}: {answer.status or ''} {answer.reason}".rstrip()
        + f" (in {', '.join(dict.fromkeys(linked[answer.url]))})"
        for answer in answers
    ]
    return "\n".join(["These addresses no longer answer:", "", *lines, ""])


def main(target: Path, *, root: Path, pauses: Iterable[float] = PAUSES) -> int:
    """Ask for all of them, and write the report where it is needed."""
    linked, again = _linked(root), tuple(pauses)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(ask, linked))
        if answers and not any(answer.status for answer in answers):
            print(f"none of {len(answers)} addresses answers: is there a network? ({answers[0].reason})")
            return 2
        answers = list(threads.map(lambda answer: _again(answer, again), answers))
    amiss = [answer for answer in answers if not answer.fine]
    print(f"{len(answers) - len(amiss)} of {len(answers)} addresses answer")
    if amiss:
        target.write_text(report(amiss, linked), encoding="utf-8")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), root=find_root(Path.cwd())))
