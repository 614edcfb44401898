"""Imports the modules named in `in/names`, and writes into `out/files` which files that took, as paths in a tab.

What else they need lies below `in`, at its path in a tab. A name that is none of a module, or of one that no tab has,
is passed over.
"""

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

HERE = Path.cwd() / "in"
SITE = next(path for path in sys.path if path.endswith("site-packages"))

sys.path.insert(0, f"{HERE}{SITE}")
for name in (HERE / "names").read_text().split():
    with suppress(ImportError):
        import_module(name)
specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
origins = {spec.origin for spec in specs if spec is not None and str(spec.origin).startswith("/")}
found = {origin.removeprefix(str(HERE)) for origin in origins}
(HERE.parent / "out" / "files").write_text("\n".join(sorted(found)))
