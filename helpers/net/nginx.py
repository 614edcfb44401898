"""nginx in front of a server of ours: a real proxy, where it is installed.

What enters: a server. What leaves: the address of an nginx, as long as a block runs. Its files are in a folder that
ends with the block; nothing of the system's own nginx is read. Should the kernel die, nginx ends too.
"""

import asyncio
import os
import shutil
import socket
import tempfile
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from helpers.net.place import Place

__all__ = ["MISSING", "find_nginx", "leashed", "nginx"]

MISSING = "nginx is not installed here: sudo apt-get install nginx-light"
START, PAUSE = 10.0, 0.01  # s until it has to listen, and between two looks
# What waits for the end of the input kills all of its group; nginx, as it begins, would not hear a TERM. The program
# takes the place of the shell: whoever kills the one that was started, as an interrupt of the start does, kills it.
LEASH = 'exec 3<&0; { cat <&3 >/dev/null; kill -KILL 0; } & exec "$@" 3<&-'
CONFIGURATION = """
daemon off; master_process off; pid nginx.pid; error_log said;
events {{ }}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy;
  fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://{host}:{behind}; {more} }}
  }}
}}
"""


def find_nginx() -> str | None:
    """Where nginx is; Debian keeps it where only administrators look."""
    return shutil.which(
        "nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    )


@asynccontextmanager
async def nginx(behind: Place, more: str = "") -> AsyncIterator[str]:
    """The address of an nginx that asks ``behind``; ``more`` directives may follow, each with its semicolon."""
    if (program := find_nginx()) is None:
        raise LookupError(MISSING)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        port = _configured(Path(folder), behind, more)
        command = [program, "-p", folder, "-e", "said", "-c", "nginx.conf"]
        running = await leashed(*command, cwd=folder)
        try:
            await _listens(port, Path(folder, "said"))
            yield f"http://127.0.0.1:{port}"
        finally:
            assert running.stdin is not None  # it is a pipe
            running.stdin.close()
            await running.wait()


async def leashed(*command: str, **options: Any) -> Process:
    """Start a program that ends with whoever holds its input, however that one ends."""
    return await create_subprocess_exec(
        "sh", "-c", LEASH, "sh", *command, stdin=PIPE, start_new_session=True, **options
    )


def _configured(folder: Path, behind: Place, more: str) -> int:
    """The port that nginx is told to take: one that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    text = CONFIGURATION.format(port=port, host=behind.host, behind=behind.port, more=more)
    (folder / "nginx.conf").write_text(text, "utf-8")
    return port


async def _listens(port: int, said: Path) -> None:
    """Wait until somebody answers at ``port``; nginx says on its own why it does not."""
    for _ in range(round(START / PAUSE)):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if "[emerg]" in _read(said):
                break
            await asyncio.sleep(PAUSE)
        else:
            return writer.close()
    raise RuntimeError(f"nginx does not start: {_read(said) or 'it says nothing'}")


def _read(said: Path) -> str:
    return said.read_text("utf-8", "replace").strip() if said.exists() else ""
