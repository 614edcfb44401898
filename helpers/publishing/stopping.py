"""Ctrl-C: one line and 130, wherever in a command it strikes; afterwards nothing more can be interrupted.

Python raises ``KeyboardInterrupt`` between any two instructions, and that has four holes. What it strikes may make
another error of it (before Python 3.12 a class that is being made does). Where it goes through a text that ``exec``
runs, as ``dataclasses`` and ``namedtuple`` do at each import, ``python -m`` kills itself with SIGINT at its end,
though it was caught. In a destructor, or what is called when an object has gone, it is printed and goes no further.
And it strikes a second time while the first is being dealt with, or while Python ends. What strikes before this file
is imported meets Python's own start: so it imports nothing that is not there by then.
"""

import os
import sys

TYPE_CHECKING = False  # typing itself takes its time
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

__all__ = ["STOPPED", "is_stop", "program", "stopped", "too_late"]

STOPPED = 130  # 128 + SIGINT, as a shell says it
MOMENT = 0.01  # s
_whole = False  # whether the command is all that this process does


def is_stop(error: BaseException | None) -> bool:
    """Whether an error is Ctrl-C, or was made of one."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def too_late() -> None:
    """From here on Ctrl-C does nothing: what has begun, a change or the clearing up, is done in a moment."""
    import signal
    import threading

    if _whole and threading.current_thread() is threading.main_thread():  # no other is ever interrupted
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def stopped() -> int:
    """Say so, to whoever still reads; the status to end with."""
    from contextlib import suppress

    too_late()
    sys.unraisablehook = lambda *_: None  # what it left half made may complain of that as it goes
    with suppress(OSError):  # in a pipe the same Ctrl-C has ended the reader
        print("\ncourse: stopped; what was there is as it was", file=sys.stderr)
    return STOPPED


def _again(lost: "sys.UnraisableHookArgs") -> None:
    """Let a Ctrl-C that goes no further strike once more, in a moment, when something else is being done."""
    import signal
    import threading

    if issubclass(lost.exc_type, KeyboardInterrupt):
        main = threading.main_thread().ident
        threading.Timer(MOMENT, signal.pthread_kill, (main, signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(lost)


def program(main: "Callable[[], int]") -> None:
    """Run ``main`` as all that this process does, its imports included, and end with its status."""
    global _whole
    _whole, sys.unraisablehook = True, _again
    try:
        status = main()
        too_late()  # Python takes a while to end, and the work is done
    except SystemExit as end:
        too_late()
        if end.code != STOPPED:
            raise
        status = STOPPED
    except BaseException as error:
        if not is_stop(error):
            raise
        status = stopped()
    if status == STOPPED:
        _flush(sys.stdout)
        _flush(sys.stderr)
        os._exit(STOPPED)  # all is cleared up; at Python's own end it might kill itself, see above
    sys.exit(status)


def _flush(stream: "TextIO") -> None:
    from contextlib import suppress

    with suppress(OSError):
        stream.flush()
