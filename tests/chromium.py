"""Where the browser and the accessibility checker of the tests are, and what is said where they are missing."""

import os
import shutil
from pathlib import Path

__all__ = ["ARGUMENTS", "AXE", "CHROMIUM", "MISSING"]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "no Chromium: sudo apt-get install chromium, or set CHROMIUM to a browser's path"
ARGUMENTS = ["--no-sandbox"]
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
