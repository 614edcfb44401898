"""Compiles each file below `in`, whose path there is its path in a tab, into bytecode below `out`.

Nobody in a tab compares it with its source: the two come in one file. The same source gives the same bytes.
"""

from pathlib import Path
from py_compile import PycInvalidationMode, compile

HERE = Path.cwd()

for source in sorted((HERE / "in").rglob("*.py")):
    path = source.relative_to(HERE / "in")
    compile(
        str(source),
        str(HERE / "out" / path.with_suffix(".pyc")),
        dfile=f"/{path}",
        doraise=True,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
