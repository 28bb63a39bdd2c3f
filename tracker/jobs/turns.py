"""Turns (单例运行): a task that needs to run only once at a time takes a lock in the database, which ends with its session.

Whoever finds the turn taken leaves: the other is doing just that. It is no lock of a transaction, so that a run may be
several, and a killed worker's turn is free as soon as PostgreSQL has noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection


@contextmanager
def turn(name: str) -> Iterator[bool]:
    """Whether it is our turn; if so it is nobody else's before the block ends."""
    mine = _ask("pg_try_advisory_lock", name)
    try:
        yield mine
    finally:
        if mine:
            with suppress(Error):  # the session is gone, and the lock with it
                _ask("pg_advisory_unlock", name)


def _ask(function: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('tracker.turn'), hashtext(%s))", [name])
        return bool(cursor.fetchone()[0])
