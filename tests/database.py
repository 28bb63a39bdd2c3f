"""Test databases: one template a run, migrated and seeded as the owner, and quick clones of it to work on as the app.

The run's server is the embedded one in a folder of its own (never the demo's data), or the one ``DATABASE_URL`` names.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import psycopg
from django.core.management import call_command, get_commands
from django.db import connections
from psycopg import sql

from config import embedded

PREFIX = "test_tracker"
STALE_SECONDS = 3 * 60 * 60
# The database the settings name, where the owner may always connect.
_HOME: dict[str, str] = {}


@dataclass(frozen=True)
class Database:
    """One database, and how another process gets to it."""

    name: str

    @property
    def app_url(self) -> str:
        """The address for role app."""
        return _url("default", self.name)

    @property
    def owner_url(self) -> str:
        """The address for role owner."""
        return _url("owner", self.name)


def use_server_for_tests() -> None:
    """Turn the embedded server's address into the tests' own one, after ``TRACKER_VAR`` was set to their folder."""
    _HOME["name"] = connections.databases["owner"]["NAME"]
    for alias in ("default", "owner"):
        if connections.databases[alias]["ENGINE"] == "config.postgresql":
            connections.databases[alias]["HOST"] = str(embedded.places().sockets)


def prepare_template(run: str) -> str:
    """The template of a run: made by the first process that asks, awaited by the others. Returns its name."""
    name = f"{PREFIX}_{run}"
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        _spare_the_disk()
        _drop_stale(server)
        if not _exists(server, name):
            drop(server, f"{name}_unfinished")
            _create(server, f"{name}_unfinished", template="template0")
            with pointed_at(f"{name}_unfinished"):
                call_command("migrate", verbosity=0, interactive=False)
                if "load_seeds" in get_commands():
                    call_command("load_seeds", verbosity=0)
            server.execute(_sql("ALTER DATABASE {} RENAME TO {}", f"{name}_unfinished", name))
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    return name


@contextmanager
def clone(template: str, suffix: str) -> Iterator[Database]:
    """A fresh copy of the template with both aliases pointed at it; dropped afterwards."""
    name = f"{template}_{suffix}"
    with _server() as server:
        drop(server, name)
        _create(server, name, template=template)
    try:
        with pointed_at(name):
            yield Database(name)
    finally:
        with _server() as server:
            drop(server, name)


@contextmanager
def empty(template: str, suffix: str) -> Iterator[Database]:
    """A database without a table, for `restore`; dropped afterwards. Nothing is pointed at it."""
    name = f"{template}_{suffix}"
    with _server() as server:
        drop(server, name)
        _create(server, name, template="template0")
    try:
        yield Database(name)
    finally:
        with _server() as server:
            drop(server, name)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Both aliases, and with them every new connection of this process, lead to the named database."""
    before = {alias: connections.databases[alias]["NAME"] for alias in ("default", "owner")}
    _point(dict.fromkeys(before, name))
    try:
        yield
    finally:
        _point(before)


def drop_all(run: str) -> None:
    """Remove every database of a run."""
    with _server() as server:
        for name in _names(server, f"{PREFIX}_{run}"):
            drop(server, name)


def drop(server: psycopg.Connection, name: str) -> None:
    """Remove a database if it exists, whoever is still connected: each role may only end its own connections."""
    if not _exists(server, name):
        return
    with psycopg.connect(_url("default", _HOME["name"]), autocommit=True) as app:
        for role in (app, server):
            role.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
                [name],
            )
    server.execute(_sql("DROP DATABASE IF EXISTS {}", name))


def new_run() -> str:
    """A name for one run of the suite, with the time in it: leftovers of killed runs are recognised by their age."""
    return f"{int(time.time())}_{time.monotonic_ns() % 1_000_000}"


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """The owner's own connection outside of any test database."""
    if connections.databases["owner"]["ENGINE"] == "config.postgresql":
        embedded.database_urls()
    with psycopg.connect(_url("owner", _HOME["name"]), autocommit=True) as server:
        yield server


def _spare_the_disk() -> None:
    """Let the tests' embedded server wait for no disk: dropping a database waited for all others' data to be there."""
    if connections.databases["owner"]["ENGINE"] != "config.postgresql":
        return
    sockets = str(embedded.places().sockets)
    with psycopg.connect(host=sockets, port=5432, user="postgres", dbname="postgres", autocommit=True) as superuser:
        superuser.execute("ALTER SYSTEM SET fsync = off")
        superuser.execute("ALTER SYSTEM SET full_page_writes = off")
        superuser.execute("SELECT pg_reload_conf()")


def _create(server: psycopg.Connection, name: str, *, template: str) -> None:
    app = connections.databases["default"]["USER"]
    server.execute(_sql("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template))
    server.execute(_sql("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))
    server.execute(_sql("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", name, app))
    # A crash of the machine may lose a test's last commits; nobody minds, and commits are quicker.
    server.execute(_sql("ALTER DATABASE {} SET synchronous_commit = off", name))


def _drop_stale(server: psycopg.Connection) -> None:
    for name in _names(server, PREFIX):
        made = re.match(rf"{PREFIX}_(\d+)_", name)
        if made and time.time() - int(made[1]) > STALE_SECONDS:
            drop(server, name)


def _exists(server: psycopg.Connection, name: str) -> bool:
    return name in _names(server, name)


def _names(server: psycopg.Connection, prefix: str) -> list[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    return [str(row[0]) for row in rows]


def _sql(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _point(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections.databases[alias]["NAME"] = name


def _url(alias: str, name: str) -> str:
    found = connections.databases[alias]
    secret = f":{quote(found['PASSWORD'], safe='')}" if found["PASSWORD"] else ""
    query = {"host": found["HOST"], "port": found["PORT"], **found["OPTIONS"]}
    options = urlencode({key: value for key, value in query.items() if value and isinstance(value, str)})
    return f"postgresql://{quote(found['USER'], safe='')}{secret}@/{name}?{options}"
