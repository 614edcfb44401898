"""What happens when JupyterLab saves a paired notebook: it is stored clean, so that git sees only what you wrote.

A server extension, switched on by the package's file in `jupyter_server_config.d`. Enters: the contents model of a
save. Leaves: the same model; a notebook of a course's `notebooks/` has lost outputs, counts and foreign metadata.
Never touches another folder; a learner's copy in `work/` keeps its outputs.

A `pre_save_hook` in that file would be the shorter way, but jupyter-server reads only its list of extensions there.
"""

from pathlib import Path
from typing import Any

from tornado.web import HTTPError

from helpers.publishing.errors import CourseError
from helpers.publishing.root import CONFIG_NAME

__all__ = ["clean_before_save"]


def _is_paired(path: Path) -> bool:
    root = path.parent.parent
    return path.parent.name == "notebooks" and (root / CONFIG_NAME).is_file() and (root / "lessons").is_dir()


def clean_before_save(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Strip the model of a paired notebook before it is written; refuse what its lesson could not hold."""
    if model.get("type") != "notebook" or not path.endswith(".ipynb"):
        return
    file = Path(contents_manager.root_dir) / path.strip("/")
    if not _is_paired(file):
        return
    from helpers.publishing.source.faithful import keep_notebook_whole
    from helpers.publishing.source.forms import clean  # jupytext takes long to import; Lab starts without it
    from helpers.publishing.source.nodes import node

    notebook = node(model["content"])
    try:
        keep_notebook_whole(notebook, path=file, root=file.parent.parent)
    except CourseError as error:
        raise HTTPError(400, str(error).replace("%", "%%")) from None  # the only error that refuses a save
    model["content"] = clean(notebook)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "helpers.publishing.save_hook"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Nothing yet: jupytext, loaded after us, puts another contents manager in place."""


async def _start_jupyter_server_extension(server: Any) -> None:
    """All extensions are loaded: hook into the contents manager that stays."""
    server.contents_manager.register_pre_save_hook(clean_before_save)
