"""Insert many new rows at COPY's speed; PostgreSQL refuses COPY into a table with row-level security, so by way of a copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction

_COPIED = "copied_rows"


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows` (values in the order of the table's `columns`); all or nothing."""
    table, listed = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_COPIED}")
        cursor.execute(f'CREATE TEMP TABLE {_COPIED} ON COMMIT DROP AS SELECT {listed} FROM "{table}" WITH NO DATA')
        with cursor.copy(f"COPY {_COPIED} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM {_COPIED}')
