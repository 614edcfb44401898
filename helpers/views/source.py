"""The source of a function or class, highlighted, with the file it comes from."""

import inspect
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Source"]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Source:
    """Code as it stands in its file: what a lesson shows instead of a copy."""

    code: str
    place: str

    @classmethod
    def of(cls, thing: object) -> "Source":
        """Read it; a ``TypeError`` or ``OSError`` says that Python has no source for it."""
        thing = inspect.unwrap(thing) if callable(thing) else thing
        code, line = inspect.getsourcelines(thing)  # type: ignore[arg-type]
        path = Path(inspect.getsourcefile(thing) or "")  # type: ignore[arg-type]
        ours = path.is_relative_to(ROOT)
        place = f"{path.relative_to(ROOT).as_posix()}, line {line}" if ours else "this notebook"
        return cls(inspect.cleandoc("\n" + "".join(code)), place)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        from pygments import highlight  # type: ignore[import-untyped]
        from pygments.formatters.html import HtmlFormatter  # type: ignore[import-untyped]
        from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]

        code = highlight(self.code, PythonLexer(), HtmlFormatter())
        html = f'<figure class="rw-source"><figcaption><code>{self.place}</code></figcaption>{code}</figure>'
        return {"text/html": html, "text/plain": f"# {self.place}\n{self.code}"}
