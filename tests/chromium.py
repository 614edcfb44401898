"""Where the browser and the accessibility checker of the tests are, and what is said where they are missing."""

import os
import shutil
from pathlib import Path

__all__ = ["ARGUMENTS", "AXE", "CHROMIUM", "MISSING", "SHELL"]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# The same Chromium without what is around a page: windows, their bars, prompts. A page in it costs a quarter.
SHELL = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or CHROMIUM
MISSING = "no Chromium: sudo apt-get install chromium, or set CHROMIUM to a browser's path"
ARGUMENTS = ["--no-sandbox"]
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
