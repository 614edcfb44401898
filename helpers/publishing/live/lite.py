"""JupyterLite: the lessons as notebooks in a browser, on the same runtime and wheels as the pages.

Enters: the lessons' notebooks, and what they show. Leaves: the files of an app, which stands beside `runtime/` and
`wheels/`. Editing, saving (in the browser's storage) and downloading are its own. Wraps `jupyter lite build`.
"""

import hashlib
import json
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path

from helpers.publishing.errors import CourseError
from helpers.publishing.live.own import wheel_of
from helpers.publishing.page.fonts import keep
from helpers.publishing.programs import last_words, run_program
from helpers.publishing.zipped import zipped

__all__ = ["BROUGHT", "LITE", "brought", "lab_url", "lite", "lite_is_here"]

# What the kernel and its widgets need of PyPI, and what the app brings: the kernel, and an empty place for jedi (4 MB
# that complete names), for which the kernel would ask the network.
LITE = ("anywidget", "comm", "ipython", "ipywidgets", "micropip")
BROUGHT = ("ipykernel", "jedi", "piplite", "pyodide-kernel")
WHEELS = "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager", "anywidget")
MADE_BY = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-widgets", "anywidget")
BUILD = {"apps": ["lab"], "contents": ["files"], "ignore_sys_prefix": ["federated_extensions"], "no_libarchive": True,
         "no_sourcemaps": True, "no_unused_shared_packages": True}  # fmt: skip
LEFT_OUT = ("rspack.config", "package.json")  # how the app was made
MOMENT = "1767225600"  # at which every file was made, so that two builds are the same bytes
PATIENCE = 300  # s


def lite_is_here() -> bool:
    """Whether what builds it is installed."""
    return all(find_spec(name) for name in ("jupyterlite_core", "jupyterlite_pyodide_kernel"))


def brought(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The wheels among the app's files, by path; stand-ins for Jupyter's old widgets are none that we load."""
    names = tuple(f"{WHEELS}/{name.replace('-', '_')}-" for name in BROUGHT)
    return {path: data for path, data in files.items() if path.startswith(names)}


def lab_url(notebook: str) -> str:
    """Where a lesson's notebook is opened, from a page of the site."""
    return f"live/lite/lab/index.html?path=notebooks/{notebook}"


def lite(contents: Mapping[str, bytes], *, title: str, packages: list[str], cache: Path) -> dict[str, bytes]:
    """The app's files; ``packages`` are loaded with its kernel. The last app is kept: to build one takes a while."""
    settings = _settings(title, packages)
    made_of = hashlib.sha256(repr((settings, BUILD, MOMENT, [version(name) for name in MADE_BY])).encode())
    for path, data in contents.items():
        made_of.update(path.encode() + b"\0" + data)
    kept = cache / f"lite-{made_of.hexdigest()[:16]}.zip"
    try:
        with zipfile.ZipFile(kept) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        files = _built(contents, settings)
    for old in cache.glob("lite-*.zip"):
        old.unlink(missing_ok=True)
    keep(kept, zipped(files.items(), level=1))
    return files


def _built(contents: Mapping[str, bytes], settings: dict[str, Any]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in contents.items():
            (folder / "files" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "files" / path).write_bytes(data)
        config = {"LiteBuildConfig": BUILD | {"federated_extensions": _extensions()}}
        (folder / "jupyter_lite_config.json").write_text(json.dumps(config), "utf-8")
        (folder / "jupyter-lite.json").write_text(json.dumps(settings), "utf-8")
        _build(folder)
        paths = (path for path in sorted((folder / "_output").rglob("*")) if path.is_file())
        files = {
            path.relative_to(folder / "_output").as_posix(): path.read_bytes()
            for path in paths
            if not path.name.startswith(LEFT_OUT)
        }
    file, wheel = wheel_of("jedi", "0", [("jedi/__init__.py", b"raise ImportError('left out')\n")])
    return files | {f"{WHEELS}/{file}": wheel}


def _extensions() -> list[str]:
    """Folders of JupyterLab's extensions: these and no others, whatever else is installed."""
    homes = [Path(home) for home in jupyter_path("labextensions")]
    found = {
        name: next((home / name for home in homes if (home / name).is_dir()), None) for name in EXTENSIONS
    }
    if lacking := [name for name, folder in found.items() if folder is None]:
        raise CourseError(
            "JupyterLab", f"has no {', '.join(lacking)}", remedy="pip install --force-reinstall -e '.[live]'"
        )
    return [str(folder) for folder in found.values()]


def _settings(title: str, packages: list[str]) -> dict[str, Any]:
    kernel = {
        "pyodideUrl": "./../runtime/pyodide.mjs",  # from the app's folder; only what begins with ./ is a path there
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": "../lock.json", "packages": packages},
    }
    data = {
        "appName": title,
        "exposeAppInBrowser": True,  # as `jupyterapp`, for tests
        "disabledExtensions": ["@jupyterlab/apputils-extension:announcements"],
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def _build(folder: Path) -> None:
    def refusal(said: str) -> CourseError:
        last = last_words(said).splitlines()[-1]
        return CourseError("JupyterLite", last, remedy="pip install -c constraints.txt -e '.[live]'")

    command, env = [sys.executable, "-m", "jupyterlite_core", "build"], {"SOURCE_DATE_EPOCH": MOMENT}
    run_program("JupyterLite", command, folder, patience=PATIENCE, refusal=refusal, env=env)
