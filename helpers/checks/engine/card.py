"""The verdict as HTML: semantic, without a script, readable without any style.

Enters: a verdict. Leaves: one ``div.verdict``. The styles stand inside the elements, because a reopened
notebook has nothing else; each reads a ``--verdict-…`` variable (a published page sets them, ``static/verdict.css``),
then JupyterLab's own, then a plain value. What differs is a ``<mark>``: seen without colour and without any style.
Hints are nested ``<details>``, so that the second one opens inside the first.
"""

from html import escape
from itertools import groupby

from helpers.checks.engine.compare import Cell, Row
from helpers.checks.engine.finding import Judged

__all__ = ["CARD", "SOFT", "render", "safe"]

_INK = "var(--verdict-ink,var(--jp-content-font-color1,inherit))"
_RULE = "var(--verdict-rule,var(--jp-border-color2,#8886))"
_NOT_YET = "var(--verdict-not-yet,var(--jp-warn-color1,#b7791f))"
_PASSED = "var(--verdict-passed,var(--jp-success-color1,#2f855a))"
_CODE = "var(--verdict-mono,var(--jp-code-font-family,ui-monospace,monospace))"
_MARK = (
    "background:var(--verdict-mark,#e0703040);color:inherit;font-weight:700;"
    "text-decoration:underline 2px;text-underline-offset:3px"
)
CARD = (
    "font:14px/1.5 var(--verdict-font,var(--jp-ui-font-family,system-ui,sans-serif));max-width:41rem;"
    f"padding:.7rem .9rem;margin:.3rem 0;color:{_INK};"
    "background:var(--verdict-card,var(--jp-layout-color1,transparent));"
    f"border:1px solid {_RULE};border-radius:8px;border-left:4px solid "
)
SOFT = "color:var(--verdict-soft,var(--jp-content-font-color2,inherit))"
_LINK = "white-space:nowrap;color:var(--verdict-link,var(--jp-content-link-color,revert))"
_ROW = f"font-family:{_CODE};white-space:pre-wrap;overflow-wrap:anywhere"


def safe(text: str) -> str:
    """Text for HTML: escaped, and without what cannot be stored (lone surrogates, control characters)."""
    visible = "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)
    return escape(visible)


def render(verdict: Judged) -> str:
    """The whole card."""
    edge, state = (_PASSED, "yes") if verdict.passed else (_NOT_YET, "no")
    meta = " · ".join(filter(None, (verdict.name, verdict.tally)))
    parts = (
        f'<header style="display:flex;flex-wrap:wrap;gap:0 .7rem;align-items:baseline"><b>{verdict.word}</b> '
        f'<span style="{SOFT}">{safe(meta)}</span></header>',
        _case(verdict.finding.case),
        _rows(verdict.rows),
        _sentence(verdict),
        _printed(verdict.finding.printed),
        "" if verdict.passed else _hints(verdict.hints, 1, len(verdict.hints)),
        f'<p style="margin:.4rem 0 0;{SOFT}">{safe(verdict.note)}</p>' if verdict.note else "",
    )
    return f'<div role="group" class="verdict {state}" style="{CARD}{edge}">{"".join(parts)}</div>'


def _case(case: str) -> str:
    if not case:
        return ""
    return f'<p style="margin:.35rem 0"><code style="{_ROW};background:none">{safe(case)}</code></p>'


def _rows(rows: tuple[Row, Row] | None) -> str:
    if rows is None:
        return ""
    boxes = "".join(_box(label, row) for label, row in zip(("you gave", "expected"), rows, strict=True))
    return f'<div class="cmp" style="display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:.5rem 0">{boxes}</div>'


def _box(label: str, row: Row) -> str:
    runs = [
        (differs, row.gap.join(cell.text for cell in run)) for differs, run in groupby(row.cells, _differs)
    ]
    cells = safe(row.gap).join(
        f'<mark style="{_MARK}">{safe(text)}</mark>' if differs else safe(text) for differs, text in runs
    )
    notes = (f'<small style="{SOFT}">{safe(x)}</small>' if x else "" for x in (row.before, row.after))
    before, after = notes
    beside = f' <span style="{SOFT}">{safe(row.beside)}</span>' if row.beside else ""
    shown = " ".join(filter(None, (before, f'<span class="hx">{cells}</span>', after, beside)))
    return f'<div><small style="display:block;{SOFT}">{label}</small><div style="{_ROW}">{shown}</div></div>'


def _differs(cell: Cell) -> bool:
    return cell.differs


def _sentence(verdict: Judged) -> str:
    place = f" Line {verdict.finding.line} of your cell." if verdict.finding.line else ""
    link, rfc = verdict.link, safe(verdict.finding.rfc)
    source = f' <a href="{link}" style="{_LINK}">{rfc}</a>' if link else rfc and f" {rfc}"
    return f'<p style="margin:.4rem 0">{safe(verdict.sentence)}{place}{source}</p>'


def _printed(text: str) -> str:
    if not text:
        return ""
    body = f'<pre style="{_ROW};margin:.3rem 0;max-height:12em;overflow:auto">{safe(text)}</pre>'
    return f'<details style="margin:.3rem 0"><summary>What your code printed</summary>{body}</details>'


def _hints(hints: tuple[str, ...], number: int, total: int) -> str:
    if not hints:
        return ""
    inner = f'<p style="margin:.3rem 0">{safe(hints[0])}</p>{_hints(hints[1:], number + 1, total)}'
    summary = f"<summary>Show a hint ({number} of {total})</summary>"
    return f'<details class="hint" style="margin:.3rem 0 0">{summary}{inner}</details>'
