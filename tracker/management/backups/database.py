"""The database's part (数据库备份): dumped at one moment, restored in one transaction, counted on both sides.

Row-level security hides rows from the two roles of the site, so dumping and counting need a login that it does not bind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from psycopg import sql

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def login(*, whole: bool) -> dict[str, str]:
    """How to get in: as the owner, or by the login that sees every row."""
    connections["owner"].ensure_connection()  # an embedded server that rests is started by this
    found: dict[str, Any] = dict(connections["owner"].settings_dict)
    if whole:
        found |= settings.BACKUP_LOGIN
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {name: str(found[key]) for name, key in names.items() if found.get(key)}


def is_empty() -> bool:
    """Whether there is no table yet."""
    with psycopg.connect(**login(whole=False)) as owner:  # type: ignore[arg-type]
        return owner.execute(_TABLES).fetchone() is None


def dump(to: Path) -> dict[str, int]:
    """Write the database as it is at this moment, whoever is working; the rows of each table at that moment."""
    with _snapshot() as (reader, name):
        _run("pg_dump", login(whole=True), "--format=custom", f"--snapshot={name}", f"--file={to}")
        return _counted(reader)


def load(dumped: Path, *, overwrite: bool) -> dict[str, int]:
    """Read a dump back, all or nothing; the rows of each table afterwards."""
    owner = login(whole=False)
    if overwrite:
        with psycopg.connect(**owner) as connection:  # type: ignore[arg-type]
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    options = ("--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--single-transaction")
    unless_there = ("--schema=public",)
    _run("pg_restore", owner, *options, *unless_there, f"--dbname={owner['dbname']}", str(dumped))
    with _snapshot() as (reader, _name):
        return _counted(reader)


@contextmanager
def _snapshot() -> Iterator[tuple[psycopg.Connection, str]]:
    with psycopg.connect(**login(whole=True)) as reader:  # type: ignore[arg-type]
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SET row_security = off")  # rather refuse than count or write less than all
        row = reader.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101 - a SELECT of one value
        yield reader, str(row[0])


def _counted(reader: psycopg.Connection) -> dict[str, int]:
    found = {}
    for (table,) in reader.execute(_TABLES).fetchall():
        row = reader.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        found[str(table)] = int(row[0]) if row else 0
    return found


def _run(program: str, into: dict[str, str], *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, which others cannot read as they can a command."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    environment = os.environ | {names[name]: value for name, value in into.items()}
    found = shutil.which(program, path=settings.PG_PROGRAMS)
    if found is None:
        raise CommandError(f"{program} was not found: install PostgreSQL's client programs, or set PG_PROGRAMS")
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        hint = " (set DATABASE_BACKUP_USER to a role with BYPASSRLS)" if "row-level security" in done.stderr else ""
        raise CommandError(f"{program} failed{hint}: {done.stderr.strip()[-1000:]}")
