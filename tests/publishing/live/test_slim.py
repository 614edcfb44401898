"""A wheel that is cut down: what goes, what stays, and always to the same bytes."""

import io
import zipfile

from helpers.publishing.live.slim import slim
from helpers.publishing.zipped import zipped

METADATA = b"Metadata-Version: 2.4\r\nName: thing\r\n\r\n# A long README\r\n"
FILES = {
    "thing/__init__.py": b"import thing.deep\n",
    "thing/deep.py": b"",
    "thing/data.json": b"{}",
    "thing/fast.pyx": b"c",
    "thing/types.pyi": b"t",
    "thing/tests/test_deep.py": b"x",
    "thing-1.dist-info/METADATA": METADATA,
    "thing-1.dist-info/RECORD": b"r",
    "thing-1.dist-info/licenses/LICENSE": b"you may",
}


def names(wheel):
    return zipfile.ZipFile(io.BytesIO(wheel)).namelist()


def test_code_data_and_licence_stay():
    wheel = slim("thing-1-py3-none-any.whl", zipped(FILES.items()))
    assert names(wheel) == [
        "thing-1.dist-info/METADATA",
        "thing-1.dist-info/licenses/LICENSE",
        "thing/__init__.py",
        "thing/data.json",
        "thing/deep.py",
    ]
    metadata = zipfile.ZipFile(io.BytesIO(wheel)).read("thing-1.dist-info/METADATA")
    assert metadata == b"Metadata-Version: 2.4\nName: thing\n"


def test_the_same_files_in_another_order_give_the_same_bytes():
    there, back = zipped(FILES.items()), zipped(reversed(FILES.items()))
    assert there != back
    assert slim("thing-1-py3-none-any.whl", there) == slim("thing-1-py3-none-any.whl", back)


def test_of_pygments_one_language_stays():
    lexers = {f"pygments/lexers/{name}.py": b"" for name in ("__init__", "_mapping", "python", "ada")}
    wheel = slim("pygments-2-py3-none-any.whl", zipped(lexers.items()))
    assert names(wheel) == [f"pygments/lexers/{name}.py" for name in ("__init__", "_mapping", "python")]
