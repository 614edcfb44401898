"""The sheet that every picture is drawn on: its panel, its colours in both themes, its title and its words.

Enters: parts, made by the functions here. Leaves: SVG. A picture in an `<img>` inherits nothing, and JupyterLab's
theme is not the browser's: so each has a panel of its own, on which its letters can be read wherever it stands.
"""

from dataclasses import dataclass
from html import escape

__all__ = ["Drawing", "arrow", "box", "line", "svg", "text", "wide"]

STYLE = """\
text { font: 14px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1d2127; }
.panel { fill: #ffffff; stroke: #e2dfd6; }
.b { font-weight: 600; } .s { font-size: 13px; fill: #59616c; } .m { text-anchor: middle; } .e { text-anchor: end; }
.mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
.l { fill: none; stroke: #59616c; stroke-width: 1.5; } .dash { stroke-dasharray: 3 4; } .tip { fill: #59616c; }
.k0 { fill: #cfe3fb; stroke: #1f5fbf; } .k1 { fill: #cbebce; stroke: #2c7a43; }
.k2 { fill: #fbe9a9; stroke: #8a6400; }
.k3 { fill: #e6d7f6; stroke: #6b4a9c; } .k4 { fill: #f6bcb7; stroke: #a3342c; }
.k9 { fill: #f6f4ee; stroke: #8a8f98; }
@media (prefers-color-scheme: dark) {
text { fill: #e8e8e3; } .s { fill: #c3cad2; } .panel { fill: #1b1f25; stroke: #333a43; }
.l { stroke: #a3acb6; } .tip { fill: #a3acb6; }
.k0 { fill: #1f4470; stroke: #86b4ff; } .k1 { fill: #1f5130; stroke: #7fd197; }
.k2 { fill: #544916; stroke: #e7bd4a; }
.k3 { fill: #4a3468; stroke: #c3a2ee; } .k4 { fill: #7a2f2b; stroke: #ff9a92; }
.k9 { fill: #232830; stroke: #8a8f98; }
}
"""
LETTER = 7.4  # the width of a letter, about and rather too wide; a bold one is wider
BOLD = 8.4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's size, its parts, and what it says to those who do not see it."""

    width: float
    height: float
    parts: tuple[str, ...]
    says: tuple[str, ...]


def wide(words: str, *, bold: bool = False) -> float:
    """About the width of some words."""
    return len(words) * (BOLD if bold else LETTER)


def text(x: float, y: float, *, words: str, kind: str = "") -> str:
    """Words at a place; `m` is around it, `e` before it."""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:g}" y="{y:g}">{escape(words, quote=False)}</text>'


def box(x: float, y: float, *, width: float, height: float, kind: str) -> str:
    """A box with round corners."""
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4"/>'


def line(*places: tuple[float, float], dashed: bool = False) -> str:
    """A line from place to place."""
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    return f'<path class="l{" dash" if dashed else ""}" d="{path}"/>'


def arrow(*places: tuple[float, float]) -> str:
    """A line with a tip at its end; its last piece is level."""
    (before, _), (x, y) = places[-2:]
    back = 9 if x > before else -9
    tip = f'<path class="tip" d="M{x:g} {y:g}l{-back:g} -4.500v9z"/>'
    return line(*places[:-1], (x - back / 2, y)) + tip


def svg(drawing: Drawing, title: str) -> str:
    """The whole file."""
    width, height = round(drawing.width), round(drawing.height)
    says = escape(" ".join(drawing.says), quote=False)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    panel = f'<rect class="panel" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>'
    lines = [
        f'{head} role="img" aria-labelledby="name what">',
        f'<title id="name">{escape(title, quote=False)}</title>\n<desc id="what">{says}</desc>',
        f"<style>\n{STYLE}</style>",
        *(panel, *drawing.parts, "</svg>\n"),
    ]
    return "\n".join(lines)
