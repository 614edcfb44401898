"""Fields become something to look at: ``show(x)``, the one verb of the lessons.

Imports nothing heavy: the hub, and with it anywidget, comes with the first live view.
"""

from helpers.views.plots import Plot, bars, lines, sliders
from helpers.views.show import show, shows
from helpers.views.steppable import Steppable, Waiting
from helpers.views.wireview import WireView

__all__ = ["Plot", "Steppable", "Waiting", "WireView", "bars", "lines", "show", "shows", "sliders"]
