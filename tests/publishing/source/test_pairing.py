import asyncio
import json
import os
from types import SimpleNamespace

import nbformat
import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupytext import build_async_jupytext_contents_manager_class, build_sync_jupytext_contents_manager_class
from nbformat.sign import MemorySignatureStore
from traitlets.config import Config

from helpers.publishing.save_hook import _start_jupyter_server_extension
from helpers.publishing.source.forms import read_markdown
from helpers.publishing.source.nodes import write_notebook
from helpers.publishing.source.pairing import pair, stale
from tests.publishing.publishing_samples import lesson, make_course_folder

BODY = """\
# Hello

Some prose.

~~~js
let a = 1;
~~~

```python tags=["step"]
1 + 1
```

```python
1 + 1
```

<!-- #region tags=["solution"] -->
<details><summary>A solution</summary>

~~~python
def f():
    return 1


def g():
    return 2
~~~

</details>
<!-- #endregion -->
"""


@pytest.fixture
def root(tmp_path):
    folder = make_course_folder(tmp_path / "course", {"1a-hello": lesson(body=BODY)})
    (folder / "pyproject.toml").write_text(
        '[tool.jupytext]\nnotebook_metadata_filter = "course,kernelspec,-all"\n'
        'cell_metadata_filter = "tags,-all"\nroot_level_metadata_as_raw_cell = false\n\n'
        '[tool.jupytext.formats]\n"lessons/" = "md"\n"notebooks/" = "ipynb"\n'
    )
    return folder


def files(root):
    return {path.name: path.read_bytes() for path in root.glob("[ln]*/*.*") if path.is_file()}


def notebook(root):
    return nbformat.read(root / "notebooks" / "1a-hello.ipynb", as_version=4)


def test_a_notebook_is_derived_without_outputs_and_with_stable_ids(root):
    first = notebook(root)
    again = read_markdown((root / "lessons" / "1a-hello.md").read_text(), root=root)
    assert write_notebook(again) == (root / "notebooks" / "1a-hello.ipynb").read_text()
    assert [cell.cell_type for cell in first.cells] == ["markdown", "code", "code", "markdown"]
    assert len({cell.id for cell in first.cells}) == 4
    assert first.metadata.kernelspec.display_name == "Python 3 (ipykernel)"
    assert first.cells[3].metadata.tags == ["solution"]


def test_a_pair_in_step_is_not_stale(root):
    assert stale(root) == []
    assert pair(root).written == []


def executed(root):
    found = notebook(root)
    found.cells[1].outputs = [nbformat.v4.new_output("stream", text="2\n")]
    found.cells[1].execution_count = 7
    found.cells[0]["id"] = "somethingelse"
    found.metadata["language_info"] = {"name": "python", "version": "3.99"}
    found.metadata["widgets"] = {"x": {}}
    return found


def test_outputs_are_stripped_again(root):
    before = files(root)
    nbformat.write(executed(root), root / "notebooks" / "1a-hello.ipynb")
    assert "outputs or foreign ids" in str(stale(root)[0])
    assert [path.name for path in pair(root).written] == ["1a-hello.ipynb"]
    assert files(root) == before


def test_a_changed_notebook_wins_only_when_named(root):
    path = root / "notebooks" / "1a-hello.ipynb"
    changed = executed(root)
    changed.cells[0].source += "\n\nMore."
    nbformat.write(changed, path)
    found = stale(root)[0]
    assert "course pair notebooks/1a-hello.ipynb (keeps the notebook)" in found.command
    pair(root, [path])
    assert stale(root) == []
    assert "More." in (root / "lessons" / "1a-hello.md").read_text()


def test_pairing_all_never_overwrites_a_newer_notebook(root):
    path = root / "notebooks" / "1a-hello.ipynb"
    changed = executed(root)
    changed.cells[0].source += "\n\nMore."
    nbformat.write(changed, path)
    os.utime(path, (4e9, 4e9))
    (refused,) = pair(root).refused
    assert "keeps the notebook" in str(refused)
    assert "More." in path.read_text()


def test_a_missing_half_is_named_and_made(root):
    (root / "notebooks" / "1a-hello.ipynb").unlink()
    assert stale(root)[0].command == "course pair lessons/1a-hello.md"
    pair(root)
    (root / "lessons" / "1a-hello.md").unlink()
    assert stale(root)[0].command == "course pair notebooks/1a-hello.ipynb"
    pair(root, [root / "notebooks" / "1a-hello.ipynb"])
    assert stale(root) == []


def test_a_lesson_that_jupytext_would_rewrite_is_normalised(root):
    path = root / "lessons" / "1a-hello.md"
    path.write_text(
        path.read_text()
        .replace("    title: Hello\n", "")
        .replace("  course:\n", "  course:\n    title: Hello\n")
    )
    assert "jupytext would write the lesson differently" in stale(root)[0].reason
    pair(root, [path])
    assert stale(root) == []


def as_lab_saves(model):
    """What JupyterLab's save does to a run notebook's model: kernel data, outputs, ids kept."""
    content = json.loads(json.dumps(model["content"]))
    content["metadata"]["language_info"] = {
        "name": "python",
        "version": "3.11.7",
        "mimetype": "text/x-python",
    }
    content["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2\n"}]
    content["cells"][1]["execution_count"] = 1
    content["cells"][1]["metadata"]["trusted"] = True
    return {"type": "notebook", "format": "json", "content": content}


def started(build, base, root):
    """A contents manager that the server extension hooked into, as it does when a server starts.

    It trusts notebooks from memory: the database of signatures is the user's, and stays open until it is collected.
    """
    config = Config({"NotebookNotary": {"store_factory": MemorySignatureStore}})
    manager = build(base)(root_dir=str(root), config=config)
    asyncio.run(_start_jupyter_server_extension(SimpleNamespace(contents_manager=manager)))
    return manager


@pytest.mark.parametrize("path", ["notebooks/1a-hello.ipynb", "lessons/1a-hello.md"])
def test_a_save_in_jupyterlab_leaves_no_difference(root, path):
    before = files(root)
    manager = started(build_sync_jupytext_contents_manager_class, FileContentsManager, root)
    manager.save(as_lab_saves(manager.get(path)), path)
    assert files(root) == before
    assert stale(root) == []


def test_a_save_through_the_async_manager_leaves_no_difference(root):
    before = files(root)
    manager = started(build_async_jupytext_contents_manager_class, AsyncLargeFileManager, root)

    async def save():
        model = await manager.get("notebooks/1a-hello.ipynb")
        await manager.save(as_lab_saves(model), "notebooks/1a-hello.ipynb")

    asyncio.run(save())
    assert files(root) == before


def test_a_learners_copy_keeps_its_outputs_and_is_not_paired(root):
    (root / "work").mkdir()
    (root / "work" / "1a-hello.ipynb").write_bytes((root / "notebooks" / "1a-hello.ipynb").read_bytes())
    before = files(root)
    manager = started(build_sync_jupytext_contents_manager_class, FileContentsManager, root)
    manager.save(as_lab_saves(manager.get("work/1a-hello.ipynb")), "work/1a-hello.ipynb")
    saved = nbformat.read(root / "work" / "1a-hello.ipynb", as_version=4)
    assert saved.cells[1].outputs[0].text == "2\n"
    assert files(root) == before
    assert sorted(path.name for path in root.iterdir() if path.is_dir()) == [
        "build",
        "lessons",
        "notebooks",
        "work",
    ]
