"""``python -m tests.benchmarks.websocket``: measure everything; write the table and the picture into ``docs/``."""

from pathlib import Path

from tests.benchmarks.websocket.measures import codecs, crowds, echoes
from tests.benchmarks.websocket.report import markdown, svg

DOCS = Path(__file__).parents[3] / "docs"
PICTURE = "websocket-speed.svg"
DRAWN = {
    "echo, 64 B text, pipelined", "echo, 64 KiB binary, pipelined", "parse, 64 B", "fan-out to 1,000, last delivery",
    "an idle connection, above a bare one",
}  # fmt: skip


def main() -> None:
    rows = [*echoes(), *codecs(), *crowds()]
    table = markdown(rows, PICTURE)
    (DOCS / "websocket-speed.md").write_text(table, "utf-8")
    (DOCS / PICTURE).write_text(svg([row for row in rows if row.what in DRAWN]), "utf-8")
    print(table)


if __name__ == "__main__":
    main()
