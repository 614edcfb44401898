"""The process that holds the others: it starts programs and workers for a kernel, and ends them all with it.

Its input is a pipe from the kernel. A line of JSON is a command, answered by a line. The end of the input means that
the kernel is gone, however it went, and then everything ends that was started here. Programs are run; workers are
forked, since an interpreter that has imported all they need takes half a second to make and is copied in a moment.
It has one thread, as what forks should have. Rejected: ``PR_SET_PDEATHSIG``, which only Linux has.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

from helpers.chat.unused import leave_out

__all__ = ["Supervisor", "main"]

HOST = "127.0.0.1"


class Supervisor:
    """The processes of one kernel, by name; ``folder`` is theirs, and goes with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pids: dict[str, int] = {}
        self._listening: dict[str, socket.socket] = {}
        self._lifeline, self._holding = os.pipe()  # workers see its end; nobody but us holds the other

    def command(self, *, do: str, name: str, **how: Any) -> dict[str, Any]:
        """Do what a line says: ``run``, ``bind``, ``fork``, ``signal`` or ``alive``."""
        match do:
            case "run":
                return self.run(name, how["argv"])
            case "fork":
                return self.fork(name, how["plan"])
            case "bind":
                return self.bind(name, how["port"])
            case "signal":
                return self.signal(name, how["number"])
        return {"alive": self.alive(name)}

    def run(self, name: str, argv: list[str]) -> dict[str, Any]:
        """Start a program; what it says is in the folder's ``NAME.txt``."""
        with self._said(name) as said:
            process = subprocess.Popen(
                argv, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=self._home()
            )
        process.returncode = 0  # it is ours to wait for, and not its destructor's
        return self._started(name, process.pid)

    def bind(self, name: str, port: int) -> dict[str, Any]:
        """Listen for a worker to come, on ``port`` or on any free one for 0: its port is known before it is made."""
        self._listening[name] = socket.create_server((HOST, port), backlog=2048)
        return {"port": self._listening[name].getsockname()[1]}

    def fork(self, name: str, plan: dict[str, Any]) -> dict[str, Any]:
        """Start the worker for which we listen. From then on only it does: after its death it refuses."""
        leave_out()
        from helpers.chat.scale.plan import Plan
        from helpers.chat.scale.process import run  # half a second, once

        with self._listening.pop(name) as listening:
            pid = os.fork()
            if pid == 0:
                self._become(lambda: run(listening, self._lifeline, Plan(name=name, **plan)), name)
            return self._started(name, pid)

    def signal(self, name: str, number: int) -> dict[str, Any]:
        """Send a signal; after one that kills, return when the process is gone."""
        pid = self._pids[name]
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if number == signal.SIGKILL:
            self._reap(name)
        return {}

    def alive(self, name: str) -> bool:
        """Whether it runs still."""
        pid = self._pids.get(name)
        if pid is not None and os.waitpid(pid, os.WNOHANG)[0] == pid:
            del self._pids[name]
        return name in self._pids

    def end(self) -> None:
        """Kill everything, the newest first, and remove the folder."""
        for name in reversed(tuple(self._pids)):
            self.signal(name, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _started(self, name: str, pid: int) -> dict[str, Any]:
        self._pids[name] = pid
        return {"pid": pid}

    def _reap(self, name: str) -> None:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pids[name], 0)
        del self._pids[name]

    def _become(self, work: Any, name: str) -> NoReturn:
        """In the copy: keep nothing of the supervisor's but the lifeline, and do the work."""
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(self._holding)
            for other in self._listening.values():
                other.close()
            with self._said(name) as said, open(os.devnull, "rb") as nothing:
                for own, place in ((0, nothing), (1, said), (2, said)):
                    os.dup2(place.fileno(), own)
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _said(self, name: str) -> Any:
        return open(self.folder / f"{name}.txt", "ab", buffering=0)

    def _home(self) -> dict[str, str]:
        return {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder),
        }


def main() -> None:
    """Obey the lines of the input, and end with it."""
    supervisor = Supervisor(Path(sys.argv[1]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        for line in sys.stdin:
            said = json.loads(line)
            number = said.pop("number_of_command")
            try:
                answer = supervisor.command(**said)
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}", "errno": getattr(error, "errno", None)}
            print(json.dumps({"number_of_command": number, **answer}), flush=True)
    finally:
        supervisor.end()


if __name__ == "__main__":
    main()
