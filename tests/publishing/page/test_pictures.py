import base64

import pytest

from helpers.publishing.page.pictures import picture_size

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEklEQVR4nGP4z8DwH4QZYAwAUO0H+QWmIPIAAAAASUVORK5CYII="
GIF = "R0lGODlhDAAiAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (base64.b64decode(PNG), (2, 3)),
        (base64.b64decode(GIF), (12, 34)),
        (b'<svg width="320" height="60px">', (320, 60)),
        (b'<svg width="240pt" height="45pt">', (320, 60)),
        (b'<?xml version="1.0"?><svg width="100%" viewBox="0 0 320 60.2">', (320, 60)),
        (b'<!-- ours --><svg viewBox="-10,0,320,60">', (320, 60)),
        (b"<svg>", None),
        (b"", None),
        (b"\xff\xd8", None),
        (b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_the_size_is_what_the_picture_says(data, size):
    assert picture_size(data) == size
