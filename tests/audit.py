"""The leak audit: cells to put before and after a notebook, which fail when it leaves something behind.

The cell after calls ``stop_all`` first: a lesson ends with its servers open, on purpose. No process may be left, and
of the rest: ipykernel's and tornado's own tasks and sockets, asyncio's executor, the progress file.
"""

__all__ = ["AFTER", "BEFORE"]

BEFORE = """
import asyncio as _asyncio, psutil as _psutil
_audit_sockets = {(one.laddr, one.raddr) for one in _psutil.Process().net_connections()}
_audit_ports = {one.laddr.port for one in _psutil.Process().net_connections() if one.laddr}
_audit_processes = set(_psutil.Process().children(recursive=True))
_audit_tasks = set(_asyncio.all_tasks())
_audit_unseen = []
_asyncio.get_running_loop().set_exception_handler(lambda loop, context: _audit_unseen.append(context))
"""

AFTER = """
import asyncio as _asyncio, gc as _gc, psutil as _psutil
from helpers.net import stop_all as _stop_all

async def _audit():
    await _stop_all()
    for _ in range(20):
        await _asyncio.sleep(0)
    _gc.collect()
    await _asyncio.sleep(0)

def _audit_own(task):
    code = getattr(task.get_coro(), "cr_code", None)
    name = code.co_filename if code else ""
    return any(own in name for own in ("ipykernel", "tornado", "jupyter_client", "zmq"))

await _audit()
_current = _asyncio.current_task()
_left_tasks = [
    task for task in _asyncio.all_tasks()
    if task is not _current and task not in _audit_tasks and not task.done() and not _audit_own(task)
]
_left_sockets = [
    one for one in _psutil.Process().net_connections()
    if one.laddr and (one.laddr, one.raddr) not in _audit_sockets and one.laddr.port not in _audit_ports
]
_left_processes = set(_psutil.Process().children(recursive=True)) - _audit_processes
assert not _left_tasks, f"tasks left behind: {_left_tasks}"
assert not _audit_unseen, f"exceptions nobody saw: {_audit_unseen}"
assert not _left_sockets, f"sockets left behind: {_left_sockets}"
assert not _left_processes, f"processes left behind: {_left_processes}"
"""
