"""A notebook session inside a browser tab: cells, outputs and the views' messages, without Jupyter and IPython.

It runs in a worker of the page, under Pyodide, and speaks JSON with the page; it knows neither, since what it has to
say goes through a function that it was given. So it runs, and is tested, in any Python.
"""

from helpers.kernel.tab.rest import Rest
from helpers.kernel.tab.session import Session

__all__ = ["Rest", "Session"]
