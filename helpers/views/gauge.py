"""How far something is: a bar in the cell that waits for it, which becomes a line when all is done.

Enters: how many are done, of how many, and what is next. Leaves: HTML that is replaced in its place, and text for a
terminal. A page has the last state.
"""

from html import escape

from IPython.display import DisplayHandle, display

__all__ = ["Gauge"]


class Gauge:
    """Call it with ``(done, total, what)``; it shows itself the first time."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._done, self._total, self._what = 0, 1, ""
        self._shown: DisplayHandle | None = None

    def __call__(self, done: int, total: int, what: str) -> None:
        """Move on."""
        self._done, self._total, self._what = done, max(1, total), what
        if self._shown is None:
            self._shown = display(self, display_id=True)  # type: ignore[no-untyped-call]
        elif self._shown is not None:
            self._shown.update(self)  # type: ignore[no-untyped-call]

    def _repr_html_(self) -> str:
        label = f"{escape(self.title)}: {self._done} of {self._total}"
        bar = f'<progress value="{self._done}" max="{self._total}" aria-label="{escape(self.title)}"></progress>'
        return (
            f"<p>{'' if self._done == self._total else bar} {label} <small>{escape(self._what)}</small></p>"
        )

    def __repr__(self) -> str:
        return f"{self.title}: {self._done} of {self._total}, {self._what}"
