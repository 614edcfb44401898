"""The files that `course pair` derives beside the notebooks.

Enters: the course's folder. Leaves: paths and texts. The progress card of an installed course has no `_config.yml` to
read, so the sections' titles are a file in the package of the checks. A picture is drawn from its description.
"""

import json
from pathlib import Path

from helpers.publishing.config import load_config
from helpers.publishing.pictures.pictures import pictures

__all__ = ["SECTIONS", "derived"]

SECTIONS = Path("helpers") / "checks" / "engine" / "sections.json"


def derived(root: Path) -> dict[Path, str]:
    """Every derived file and what must stand in it; a course without helpers of its own needs no titles."""
    drawn = pictures(root)
    if not (root / SECTIONS).parent.is_dir():
        return drawn
    titles = [section.title for section in load_config(root).sections]
    return {root / SECTIONS: json.dumps(titles, ensure_ascii=False, indent=2) + "\n", **drawn}
