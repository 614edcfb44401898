"""The pages of the published course."""

from pathlib import Path

__all__ = ["pages"]


def pages(site: Path) -> list[Path]:
    """The lessons, the glossary, and the lists that are made of all lessons."""
    return [page for page in sorted(site.glob("*.html")) if page.stem not in ("index", "404")]
