"""What happens when JupyterLab saves a paired notebook: it is stored clean, so that git sees only what you wrote.

Enters: the contents model of a save, from jupyter-server's `pre_save_hook` (set by the package's
`jupyter_server_config.d` file). Leaves: the same model; a notebook of a course's `notebooks/` has lost outputs,
counts and foreign metadata. Never touches another folder; a learner's copy in `work/` keeps its outputs.
"""

from pathlib import Path
from typing import Any

from helpers.publishing.config import CONFIG_NAME

__all__ = ["clean_before_save"]


def _is_paired(path: Path) -> bool:
    root = path.parent.parent
    return path.parent.name == "notebooks" and (root / CONFIG_NAME).is_file() and (root / "lessons").is_dir()


def clean_before_save(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Strip the model of a paired notebook before it is written."""
    if model.get("type") != "notebook" or not path.endswith(".ipynb"):
        return
    if not _is_paired(Path(contents_manager.root_dir) / path.strip("/")):
        return
    from helpers.publishing.nodes import node
    from helpers.publishing.pairing import clean  # jupytext takes long to import; Lab starts without it

    model["content"] = clean(node(model["content"]))
