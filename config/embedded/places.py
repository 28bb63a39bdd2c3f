"""Where the embedded servers keep their data and sockets, and who may enter there."""

import hashlib
import importlib.util
import os
import pwd
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "pgserver"
SOCKET_PATH_LIMIT = 100
PROJECT = Path(__file__).resolve().parent.parent.parent


class EmbeddedError(RuntimeError):
    """An embedded server can't run here; the message says why and what to do."""


@dataclass(frozen=True)
class Places:
    """Where everything of the embedded servers lies."""

    var: Path

    @property
    def data(self) -> Path:
        """The PostgreSQL cluster."""
        return self.var / "postgres"

    @property
    def redis(self) -> Path:
        """The append-only file and log of Redis."""
        return self.var / "redis"

    @property
    def sockets(self) -> Path:
        """The folder of the sockets; a short one elsewhere when the path would be too long for a socket."""
        here = self.var / "run"
        if len(str(here / ".s.PGSQL.5432.lock").encode()) <= SOCKET_PATH_LIMIT:
            return here
        name = hashlib.sha256(f"{os.geteuid()}:{here}".encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"tracker-{name}"

    @property
    def redis_socket(self) -> Path:
        """The socket Redis listens on."""
        return self.sockets / "redis.sock"


def places() -> Places:
    """The folders in force: ``TRACKER_VAR``, else ``var/`` beside ``manage.py``."""
    return Places(Path(os.environ.get("TRACKER_VAR") or PROJECT / "var").expanduser().resolve())


def make_var(where: Places) -> None:
    """The folder that holds everything, with a clear refusal when it can't be had."""
    try:
        where.var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(where.var, error.strerror or "refused") from error
    if not os.access(where.var, os.W_OK | os.X_OK):
        raise _refusal(where.var, "not writable")


def make_folders(where: Places) -> None:
    """The folders below it, closed to everybody else; run by one process at a time."""
    uid, gid = postgres_ids()
    for folder, owner in ((where.redis, os.geteuid()), (where.data, uid), (where.sockets, uid)):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.stat()
            if found.st_uid == os.geteuid() != owner:
                os.chown(folder, owner, gid)
            elif found.st_uid != owner:
                raise _refusal(folder, f"it belongs to user {found.st_uid} and is needed by user {owner}")
        except OSError as error:
            raise _refusal(folder, error.strerror or "refused") from error


def _refusal(folder: Path, why: str) -> EmbeddedError:
    return EmbeddedError(
        f"{folder}: the embedded PostgreSQL and Redis can't use this folder ({why}). Set TRACKER_VAR to a folder you "
        "may write, run as the user who made it, or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def postgres_ids() -> tuple[int, int]:
    """The user PostgreSQL runs as: ourselves, or ``pgserver`` when we are root (it refuses to run as root)."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True)
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The package {name} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL."
        )
    return Path(next(iter(spec.submodule_search_locations)))
