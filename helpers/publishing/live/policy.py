"""The strictest Content-Security-Policy under which all of a live site's pages do what they can.

Enters: the site's folder. Leaves: the value of the header, for a host that sets it: nothing but what the site serves,
and of inline scripts the pages' own, by their hashes. JupyterLite in `live/lite/` needs more, and is not meant.
"""

import base64
import hashlib
import re
from pathlib import Path

__all__ = ["POLICY", "policy"]

POLICY = "content-security-policy.txt"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def policy(site: Path) -> str:
    """The header's value for the pages in this folder."""
    pages = [page.read_text("utf-8") for page in sorted(site.glob("*.html"))]
    own = sorted({_hash(code) for page in pages for code in _INLINE.findall(page)})
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *own],
        # An exercise in JavaScript is judged in a worker made of the answer's text.
        "worker-src": ["'self'", "blob:"],
        "style-src-attr": ["'unsafe-inline'"],  # verdicts and plots carry their styles, in JupyterLab too
        "img-src": ["'self'", "data:"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
