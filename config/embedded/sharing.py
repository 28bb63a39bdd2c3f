"""Who uses an embedded server: started by the first process that needs it, stopped by the last.

Every process holds a shared file lock as long as it lives. The kernel drops the locks of a killed process, so there is
no list of process ids that could go stale.
"""

import atexit
import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.embedded.places import EmbeddedError, Places, make_folders, make_var, places

_held: dict[tuple[str, Path], int] = {}
_threads = threading.Lock()


def use(name: str, start: Callable[[Places], None], stop: Callable[[Places], None]) -> None:
    """Start a server once a process and keep it until the last process using it ends."""
    where = places()
    with _threads:
        if (name, where.var) in _held:
            return
        make_var(where)
        with _alone(where):
            make_folders(where)
            handle = os.open(where.var / f"{name}.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(handle, fcntl.LOCK_SH)
            try:
                start(where)
            except BaseException:
                os.close(handle)
                raise
        _held[name, where.var] = handle
        atexit.register(_leave, where, name, stop)


def stop_unused(where: Places, name: str, stop: Callable[[Places], None]) -> bool:
    """Stop a server that nobody uses any more; False, and nothing done, when somebody does."""
    try:
        users = os.open(where.var / f"{name}.users", os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop(where)
    except BlockingIOError:
        return False
    finally:
        os.close(users)
    return True


def remove(stops: dict[str, Callable[[Places], None]]) -> None:
    """Remove everything under the folder, data included, unless a process still uses it."""
    where = places()
    if not where.var.exists():
        return
    with _alone(where):
        for name, stop in stops.items():
            if not stop_unused(where, name, stop):
                raise EmbeddedError(f"{where.var} is in use: stop the demo and other commands first.")
        for entry in (where.sockets, *where.var.iterdir()):
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.exists():
                entry.unlink()


def _leave(where: Places, name: str, stop: Callable[[Places], None]) -> None:
    """Give up our share of a server; stop it when nobody else holds one.

    The handle is closed, never unlocked: after a fork parent and children share one lock, and it must last as long as
    any of them.
    """
    with suppress(FileNotFoundError), _alone(where):
        os.close(_held.pop((name, where.var)))
        stop_unused(where, name, stop)


@contextmanager
def _alone(where: Places) -> Iterator[None]:
    """Only one process at a time starts or stops a server."""
    handle = os.open(where.var / "servers.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
