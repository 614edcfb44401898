"""What all panels share: widgets, a line that says what became of the last press, and the way into an output.

No widget mime type ever gets into an output: a notebook that is opened without its kernel, or a page, would show an
error in its place. The output is ``<live-panel>`` with the values as text (a still); in JupyterLab the hub's script
puts the widgets there while the kernel that has them lives. Values come from the browser on another thread: an action
runs on the loop that the panel was made on, and what it raises is said in the panel.
"""

import asyncio
import inspect
from collections.abc import Callable, Iterator, Sequence
from html import escape

import ipywidgets

from helpers.views.kernel import kernel_hub

__all__ = ["Panel", "Values", "listed", "row"]

STILL = "A still: these knobs move in JupyterLab, with a kernel."
RERUN = "Run the cell again to use them."

Values = Sequence[tuple[str, str]]

_shown: dict[
    str, "Panel"
] = {}  # by title: a cell that is run again replaces its panel, widgets live until closed


class Panel:
    """A title, rows of widgets, and one line below that says what happened.

    A panel gives ``values``, what the still shows, and calls ``lay_out`` once with its rows.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.said = ipywidgets.HTML().add_class("rw-said")
        self.box = ipywidgets.VBox().add_class("rw-knobbed")
        self._loop = asyncio.get_running_loop()
        self._refreshing = False
        self._follows: list[Callable[[], None]] = []

    def follow(self, unsubscribe: Callable[[], None]) -> None:
        """Something calls ``changed`` until the panel is closed."""
        self._follows.append(unsubscribe)

    def close(self) -> None:
        """Take the widgets away, here and in the browser."""
        for unsubscribe in self._follows:
            unsubscribe()
        for widget in _tree(self.box):
            widget.close()

    def lay_out(self, *rows: ipywidgets.DOMWidget) -> None:
        """Put the rows below the title, and the line that says what happened below them."""
        title = ipywidgets.HTML(f"<b>{escape(self.title)}</b>")
        self.box.children = (title, *rows, self.said)

    def values(self) -> Values:
        """Name and value of what there is to see, as text."""
        return []

    def picture(self) -> str:
        """HTML that the still shows below the values."""
        return ""

    # ---- what is pressed ----

    def button(self, label: str, action: Callable[[], object], *, hint: str = "") -> ipywidgets.Button:
        """A button that runs ``action`` (which may be a coroutine function), on the loop."""
        button = ipywidgets.Button(description=label, tooltip=hint or label)
        button.layout.width = "auto"
        button.on_click(lambda _: self.act(action))
        return button

    def act(self, action: Callable[[], object]) -> None:
        """Run ``action``, from whatever thread; what it returns, or raises, is said."""
        asyncio.run_coroutine_threadsafe(self.acted(action), self._loop)

    async def acted(self, action: Callable[[], object]) -> None:
        """Run ``action`` here and now."""
        try:
            said = action()
            said = await said if inspect.isawaitable(said) else said
        except Exception as error:
            self.say(str(error) or type(error).__name__, wrong=True)
        else:
            self.say("" if said is None else str(said))
        self.refresh()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Write what happened; ``wrong``: it did not."""
        kind = ' class="rw-wrong"' if wrong else ""
        self.said.value = f"<p{kind}>{escape(text)}</p>"

    # ---- what is shown ----

    def refresh(self) -> None:
        """Show what is true now."""

    def changed(self, *_: object) -> None:
        """Something moved: refresh once, soon, however much moves until then."""
        if not self._refreshing and not self._loop.is_closed():
            self._refreshing = True
            self._loop.call_soon_threadsafe(self._refresh)

    def _refresh(self) -> None:
        self._refreshing = False
        self.refresh()

    def html(self, view: str = "") -> str:
        """The still, in the element that the widgets take over."""
        name = f' data-view="{escape(view)}"' if view else ""
        still = f'<p class="rw-still">{STILL} <span class="rerun">{RERUN}</span></p>'
        body = f"<p><b>{escape(self.title)}</b></p>{listed(self.values())}{self.picture()}{still}"
        return f'<live-panel class="rw-view"{name}>{body}</live-panel>'

    def text(self) -> str:
        """The values, for a terminal."""
        return "\n".join([self.title, *(f"  {name}: {value}" for name, value in self.values())])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        line = kernel_hub()
        if (old := _shown.get(self.title, self)) is not self:
            old.close()
        _shown[self.title] = self
        if line is not None:
            line.offer(self.box.model_id, lambda _: None)
        return {"text/html": self.html(self.box.model_id if line else ""), "text/plain": self.text()}


def _tree(widget: ipywidgets.DOMWidget) -> Iterator[ipywidgets.DOMWidget]:
    for child in getattr(widget, "children", ()):
        yield from _tree(child)
    yield widget


def listed(values: Values) -> str:
    """Names and values as HTML."""
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(value)}</dd>' for name, value in values)}</dl>"


def row(*widgets: ipywidgets.DOMWidget) -> ipywidgets.HBox:
    """Widgets side by side, on several lines where there is no room."""
    return ipywidgets.HBox(widgets, layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))
