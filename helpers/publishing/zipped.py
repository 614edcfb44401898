"""Zips that are the same bytes for the same files: sorted, without times, without owners."""

import io
import zipfile
from collections.abc import Iterable

__all__ = ["zipped"]

_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can write


def zipped(files: Iterable[tuple[str, bytes]], *, level: int = 6) -> bytes:
    """Names and contents, in their order, as a zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, compresslevel=level)
    return whole.getvalue()
