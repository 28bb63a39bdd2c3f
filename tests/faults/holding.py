"""Holding a worker at a chosen place: a row it must write is locked, so that it waits in mid-work until it is killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.database import Database
from tests.processes import Process, wait_until


@contextmanager
def locked(database: Database, table: str) -> Iterator[psycopg.Connection]:
    """Every row of a table is locked while the block runs."""
    with psycopg.connect(database.app_url) as connection:
        connection.execute("SELECT set_config('app.scope', '%', true)")
        connection.execute(f"SELECT 1 FROM {table} FOR UPDATE")
        yield connection
        connection.rollback()


def wait_until_held(database: Database, count: int = 1) -> list[int]:
    """Wait until so many sessions wait for a lock; their process numbers in the database."""
    held: list[int] = []

    def look() -> bool:
        with psycopg.connect(database.app_url) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            held[:] = [row[0] for row in rows]
        return len(held) >= count

    wait_until(look, f"{count} sessions to wait for a lock")
    return held


def wait_until_idle(database: Database) -> None:
    """Wait until nobody else is connected: what the killed had begun is undone."""

    def look() -> bool:
        with psycopg.connect(database.app_url) as connection:
            rows = connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' "
                "AND pid <> pg_backend_pid()"
            )
            return rows.fetchone() is None

    wait_until(look, "the killed to be gone from the database")


def children(process: Process) -> list[int]:
    """The pool processes of a worker."""
    assert process.child is not None
    parent = process.child.pid
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
