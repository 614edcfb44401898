"""Room for many sockets: how many files a process may have open, and what to do where that is too few."""

import resource

__all__ = ["NoRoom", "make_room"]

SPARE = 200
FILES = {
    "counts": 4,
    "times": 2,
}  # for a connection: in one process its socket, the tap's two and the server's


class NoRoom(RuntimeError):
    """This system does not allow so many sockets; the message says what would."""


def make_room(clients: int, kind: str, *, lines: int = 1) -> None:
    """Raise this process's own limit as far as the system lets it; ``NoRoom`` where that is not enough.

    Each client has so many ``lines``.
    """
    wanted = SPARE + FILES.get(kind, 4) * clients * lines
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
    if most < wanted:
        raise NoRoom(
            f"{clients:,} clients need {wanted:,} open files, and this system allows {hard:,}: "
            f"`ulimit -n {wanted}` as root, or fewer clients"
        )
