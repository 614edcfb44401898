"""curl, the client that knows nothing of our code, as a coroutine: arguments in, what it printed out."""

import asyncio
import shutil

__all__ = ["curl"]


async def curl(*arguments: str) -> str:
    """What ``curl -sS ARGUMENTS`` says, errors included; where curl is not installed, that."""
    if not shutil.which("curl"):
        return "curl is not installed here: this cell needs it, and nothing else does"
    asked = await asyncio.create_subprocess_exec(
        "curl", "-sS", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        said, _ = await asked.communicate()
        return said.decode(errors="replace")
    finally:
        if asked.returncode is None:
            asked.kill()
