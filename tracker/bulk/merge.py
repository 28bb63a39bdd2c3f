"""Merge rows into a table: COPY into a temporary table, compare in SQL, write only what differs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from tracker.values.errors import StaleState

_STAGED = "staged_rows"


@dataclass(frozen=True)
class MergeSpec:
    """Which table, which fields identify a row, which are compared and updated, which are only set on creation."""

    model: type[models.Model]
    key: tuple[str, ...]
    values: tuple[str, ...]
    on_create: tuple[str, ...] = ()

    @property
    def staged(self) -> list[models.Field[Any, Any]]:
        """The model's fields that every row must carry, by attribute name (`region_id`)."""
        by_name = {field.attname: field for field in self.model._meta.concrete_fields}
        return [by_name[name] for name in (*self.key, *self.values, *self.on_create)]


@dataclass(slots=True)
class RowEffect:
    """What one row does: its place in the input, the action, the row's old values as text (None for a creation)."""

    index: int
    action: str  # create | update | unchanged
    before: dict[str, str | None] | None


@dataclass(frozen=True)
class MergeResult:
    """The effects of all rows, in input order."""

    effects: list[RowEffect]

    def count(self, action: str) -> int:
        """How many rows had an action."""
        return sum(effect.action == action for effect in self.effects)


def merge(spec: MergeSpec, rows: Iterable[Mapping[str, Any]], *, dry_run: bool = False) -> MergeResult:
    """Merge `rows` (attribute name → value). Raises StaleState if another transaction creates the same row meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        names = [field.attname for field in spec.staged]
        _stage(cursor, spec, ([row[name] for name in names] for row in rows))
        cursor.execute(_compare_sql(spec, lock=not dry_run))
        effects = [
            RowEffect(index, action, json.loads(before) if before else None)
            for index, action, before in cursor.fetchall()
        ]
        if not dry_run:
            _write(cursor, spec)
    return MergeResult(effects)


def put(spec: MergeSpec, rows: Iterable[Sequence[Any]]) -> None:
    """Write `rows` (values in the order of key, values, on_create) as `merge` does.

    For a caller who knows already what each of them does, and has locked what stands.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _stage(cursor, spec, rows)
        _write(cursor, spec)


def _stage(cursor: Any, spec: MergeSpec, rows: Iterable[Sequence[Any]]) -> None:
    columns = ", ".join(
        f'"{field.column}" {field.rel_db_type(connection) if field.is_relation else field.db_type(connection)}'
        for field in spec.staged
    )
    cursor.execute(f"DROP TABLE IF EXISTS {_STAGED}")
    cursor.execute(f"CREATE TEMP TABLE {_STAGED} (row_index integer, {columns}) ON COMMIT DROP")
    listed = ", ".join(["row_index", *(f'"{field.column}"' for field in spec.staged)])
    with cursor.copy(f"COPY {_STAGED} ({listed}) FROM STDIN") as copy:
        for index, row in enumerate(rows):
            copy.write_row((index, *row))
    cursor.execute(f"ANALYZE {_STAGED}")


def _columns(spec: MergeSpec, names: Sequence[str]) -> list[str]:
    return [str(field.column) for field in spec.staged if field.attname in names]


def _joined(spec: MergeSpec) -> str:
    return " AND ".join(f't."{column}" = s."{column}"' for column in _columns(spec, spec.key))


def _differs(spec: MergeSpec) -> str:
    columns = _columns(spec, spec.values)
    theirs, ours = (", ".join(f'{side}."{column}"' for column in columns) for side in "ts")
    return f"({theirs}) IS DISTINCT FROM ({ours})" if columns else "false"


def _compare_sql(spec: MergeSpec, *, lock: bool) -> str:
    table, key = spec.model._meta.db_table, _columns(spec, spec.key)[0]
    before = ", ".join(
        f"'{field.attname}', t.\"{field.column}\"::text" for field in spec.staged if field.attname in spec.values
    )
    locked = "FOR UPDATE OF t" if lock else ""
    return f"""
        WITH t AS MATERIALIZED (SELECT t.* FROM "{table}" t JOIN {_STAGED} s ON {_joined(spec)} {locked})
        SELECT s.row_index,
               CASE WHEN t."{key}" IS NULL THEN 'create' WHEN {_differs(spec)} THEN 'update' ELSE 'unchanged' END,
               CASE WHEN t."{key}" IS NULL THEN NULL ELSE jsonb_build_object({before}) END
        FROM {_STAGED} s LEFT JOIN t ON {_joined(spec)} ORDER BY s.row_index
    """


def _write(cursor: Any, spec: MergeSpec) -> None:
    table = spec.model._meta.db_table
    assigned = [f'"{column}" = s."{column}"' for column in _columns(spec, spec.values)]
    if any(field.attname == "version" for field in spec.model._meta.concrete_fields):
        assigned.append('"version" = t."version" + 1')
    if assigned:
        cursor.execute(
            f'UPDATE "{table}" t SET {", ".join(assigned)} FROM {_STAGED} s WHERE {_joined(spec)} AND {_differs(spec)}'
        )
    given = [field.column for field in spec.staged]
    rest = [field for field in spec.model._meta.concrete_fields if field.column not in given and not field.primary_key]
    into = ", ".join(f'"{column}"' for column in [*given, *(field.column for field in rest)])
    taken = ", ".join([*(f's."{column}"' for column in given), *(["%s"] * len(rest))])
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
    try:
        cursor.execute(
            f'INSERT INTO "{table}" ({into}) SELECT {taken} FROM {_STAGED} s '
            f'WHERE NOT EXISTS (SELECT 1 FROM "{table}" t WHERE {_joined(spec)}) ORDER BY s.row_index',
            defaults,
        )
    except IntegrityError as error:
        if "_once" in str(error):
            raise StaleState from error
        raise
