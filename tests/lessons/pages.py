"""The pages of the published course."""

from pathlib import Path

__all__ = ["pages"]


def pages(site: Path) -> list[Path]:
    """The lessons and the glossary."""
    return [page for page in sorted(site.glob("*.html")) if page.stem not in ("index", "404")]
