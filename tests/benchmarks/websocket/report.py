"""The measures as a table in Markdown and as a picture: bars, one group for each of the rows that are drawn."""

import platform
from collections.abc import Sequence
from importlib.metadata import version

from tests.benchmarks.websocket.measures import SERVERS, Row

COLOURS = dict(zip(SERVERS, ("#c2410c", "#f59e0b", "#475569", "#64748b", "#94a3b8", "#cbd5e1"), strict=True))
WIDTH, LEFT, BAR, GAP = 760, 190, 14, 18
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1e293b}.t{font-weight:600}"
    "@media(prefers-color-scheme:dark){text{fill:#e2e8f0}}"
)


def markdown(rows: Sequence[Row], picture: str) -> str:
    """The page."""
    peers = ", ".join(f"{name} {version(name)}" for name in ("picows", "aiohttp", "websockets", "wsproto"))
    lines = [
        "# How fast our WebSocket is",
        "",
        "Written by `python -m tests.benchmarks.websocket`, which takes about two minutes: run it on your machine.",
        "Each server is a process of its own, all are asked in turn by the same client, and a figure is the median",
        "of nine rounds (fan-out: 15): *CPU of the server's process for one message*, less is better. `ours + C` is",
        "our server with the mask function of `websockets`, which is written in C. Memory is what Python's allocator",
        "counts: picows keeps more, in C.",
        "",
        "Where our time goes: at 64 KiB nearly two thirds are the mask (the row *unmask* is the same work alone),",
        "which `ours + C` shows; most of the rest is the system's, that copies the message in and out. At 64 bytes",
        "pipelined it is the parser's, for each message; in ping-pong it is asyncio's loop, that comes round once",
        "for each read. In a fan-out it is the system's call for each write, for us as for picows.",
        "",
        f"Here: Python {platform.python_version()}, {platform.system()}, two shared cores; {peers}.",
        "Only ratios within one row mean something; others worked on the machine meanwhile.",
        "",
        f"![CPU of each server for one message]({picture})",
        "",
        "| | unit | " + " | ".join(SERVERS) + " |",
        "|---|---|" + "---:|" * len(SERVERS),
    ]
    for row in rows:
        cells = (shown(row.figures[name]) if name in row.figures else "–" for name in SERVERS)
        lines.append(f"| {row.what} | {row.unit} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def shown(figure: float) -> str:
    """Three digits, which is more than such a figure is worth."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def svg(rows: Sequence[Row]) -> str:
    """Bars, each group to its own scale."""
    parts, top = [], 10
    for row in rows:
        most = max(row.figures.values())
        parts.append(f'<text class="t" x="10" y="{top + 13}">{row.what}, {row.unit}</text>')
        top += 22
        for name, figure in row.figures.items():
            wide = max(1, round((WIDTH - LEFT - 70) * figure / most))
            parts.append(f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{name}</text>')
            parts.append(f'<rect x="{LEFT}" y="{top}" width="{wide}" height="{BAR}" fill="{COLOURS[name]}"/>')
            parts.append(f'<text x="{LEFT + wide + 6}" y="{top + 12}">{shown(figure)}</text>')
            top += GAP
        top += 10
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}">'
    )
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>", ""])
