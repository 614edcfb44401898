"""Markup as data: an element is a list, ``[tag, attributes, *children]``, a child an element or text.

What enters: elements, with whatever text in them. What leaves: HTML in which every text and every attribute is
escaped, by construction. As JSON the same lists go to ``static/src/markup.js``, which makes nodes of them and parses
nothing: so a drawing that a kernel sends again needs nobody's promise that it was escaped.
"""

from html import escape
from typing import Any

__all__ = ["Element", "element", "markup"]

Element = list[Any]
_DRAWN = ("path", "rect")  # of SVG, which may end at once: HTML's own elements may not


def element(tag: str, *children: "Element | str", **attributes: object) -> Element:
    """``element("text", "3 s", x=5, text_anchor="end")``: an underscore in a name stands for a hyphen."""
    named = {name.replace("_", "-"): str(value) for name, value in attributes.items()}
    return [tag, named, *children]


def markup(node: "Element | str") -> str:
    """``node`` as HTML; half a surrogate pair, which no encoding takes, is written out."""
    if isinstance(node, str):
        return escape(node).encode("utf-8", "backslashreplace").decode()
    tag, attributes, *children = node
    named = "".join(f' {name}="{markup(value)}"' for name, value in attributes.items())
    if tag in _DRAWN:
        return f"<{tag}{named}/>"
    return f"<{tag}{named}>{''.join(map(markup, children))}</{tag}>"
