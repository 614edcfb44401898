"""Every published page fits: its first load, its window while it comes, its paper."""

import gzip
import re
from pathlib import Path

import pytest

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.lessons.kernels import NOTEBOOKS
from tests.lessons.pages import pages

pytestmark = pytest.mark.browser
FIRST_LOAD = 60_000  # bytes, gzip: the page and all it asks for until every view is at work
# 2C has every kind of view but one, and is to become lighter, not heavier. Views of HTTP/2 show bytes of chance, and each
# publishing draws others.
HEAVIER = {"polling-loop": 62_500, "http2-frames": 60_300, "chat-over-http2": 60_300}
