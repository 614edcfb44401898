"""Cards as HTML: semantic, without a script, readable without any style.

Enters: what a verdict or the progress says. Leaves: ``div.verdict`` elements and their parts. The styles stand inside
the elements, because a reopened notebook has nothing else; each reads a ``--verdict-…`` variable (a published page
sets them, ``static/verdict.css``), then JupyterLab's own, then a plain value. What differs is a ``<mark>``: seen
without colour and without any style.
"""

from html import escape
from itertools import groupby

from helpers.checks.engine.compare import Row

__all__ = ["CODE", "LINK", "box", "comparison", "hints", "paragraph", "printed", "safe", "soft"]

_INK = "var(--verdict-ink,var(--jp-content-font-color1,inherit))"
_RULE = "var(--verdict-rule,var(--jp-border-color2,#8886))"
_NOT_YET = "var(--verdict-not-yet,var(--jp-warn-color1,#b7791f))"
_PASSED = "var(--verdict-passed,var(--jp-success-color1,#2f855a))"
_MARK = (
    "background:var(--verdict-mark,#e0703040);color:inherit;font-weight:700;"
    "text-decoration:underline 2px;text-underline-offset:3px"
)
_CARD = (
    "font:14px/1.5 var(--verdict-font,var(--jp-ui-font-family,system-ui,sans-serif));max-width:41rem;"
    f"padding:.7rem .9rem;margin:.3rem 0;color:{_INK};"
    "background:var(--verdict-card,var(--jp-layout-color1,transparent));"
    f"border:1px solid {_RULE};border-radius:8px;border-left:4px solid "
)
_SOFT = "color:var(--verdict-soft,var(--jp-content-font-color2,inherit))"
LINK = "white-space:nowrap;color:var(--verdict-link,var(--jp-content-link-color,revert))"
CODE = (
    "font-family:var(--verdict-mono,var(--jp-code-font-family,ui-monospace,monospace));"
    "white-space:pre-wrap;overflow-wrap:anywhere"
)


def safe(text: str) -> str:
    """Text for HTML: escaped, and without what cannot be stored (lone surrogates, control characters)."""
    return escape("".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text))


def soft(text: str, tag: str = "span") -> str:
    """What is said in a lower voice."""
    return f'<{tag} style="{_SOFT}">{safe(text)}</{tag}>' if text else ""


def paragraph(html: str) -> str:
    """A paragraph of a card, or nothing."""
    return f'<p style="margin:.35rem 0">{html}</p>' if html else ""


def box(title: str, about: str, *parts: str, passed: bool) -> str:
    """A whole card."""
    edge, state = (_PASSED, "yes") if passed else (_NOT_YET, "no")
    style = "display:flex;flex-wrap:wrap;gap:0 .7rem;align-items:baseline"
    header = f'<header style="{style}"><b>{safe(title)}</b> {soft(about)}</header>'
    return f'<div role="group" class="verdict {state}" style="{_CARD}{edge}">{header}{"".join(parts)}</div>'


def comparison(rows: tuple[tuple[str, Row], ...]) -> str:
    """Rows under their labels, side by side where there is room."""
    boxes = "".join(_labelled(label, row) for label, row in rows)
    style = "display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:.5rem 0"
    return f'<div class="cmp" style="{style}">{boxes}</div>' if boxes else ""


def _labelled(label: str, row: Row) -> str:
    runs = [(differs, [*cells]) for differs, cells in groupby(row.cells, lambda cell: cell.differs)]
    texts = [(differs, safe(row.gap.join(cell.text for cell in cells))) for differs, cells in runs]
    cells = safe(row.gap).join(
        f'<mark style="{_MARK}">{text}</mark>' if differs else text for differs, text in texts
    )
    parts = (
        soft(row.before, "small"),
        f'<span class="hx">{cells}</span>',
        soft(row.after, "small"),
        soft(row.beside),
    )
    shown = " ".join(filter(None, parts))
    return f'<div>{soft(label, "small")}<div style="{CODE}">{shown}</div></div>'


def printed(text: str) -> str:
    """What an answer printed, folded."""
    body = f'<pre style="{CODE};margin:.3rem 0;max-height:12em;overflow:auto">{safe(text)}</pre>'
    return (
        f'<details style="margin:.3rem 0"><summary>What your code printed</summary>{body}</details>'
        if text
        else ""
    )


def hints(all_of_them: tuple[str, ...], number: int = 1) -> str:
    """Nested, so that the second one opens inside the first."""
    if number > len(all_of_them):
        return ""
    inner = paragraph(safe(all_of_them[number - 1])) + hints(all_of_them, number + 1)
    summary = f"<summary>Show a hint ({number} of {len(all_of_them)})</summary>"
    return f'<details class="hint" style="margin:.3rem 0 0">{summary}{inner}</details>'
