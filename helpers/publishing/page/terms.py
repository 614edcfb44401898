"""The glossary's meanings as a script, for the pages that show one beside its term.

Enters: the glossary's sections, and the script that shows them. Leaves: one classic script: pages from `file://` may
not fetch.
"""

import json
from collections.abc import Iterable

from helpers.publishing.page.search import Entry

__all__ = ["terms_script"]


def terms_script(entries: Iterable[Entry], *, engine: str) -> str:
    """What shows a meaning, with name and meaning of each term by its anchor."""
    terms = {anchor: (name, meaning) for anchor, name, meaning in entries if anchor}
    return f"{engine}courseTerms.load({json.dumps(terms, ensure_ascii=False, separators=(',', ':'))});\n"
