"""Taking back what one transaction wrote (撤回): from the history, as sets, and only where nothing was changed or built since.

Rows it created go, rows it changed get the values they had; the taking back is a new transaction with events of its own.
A row counts as changed since when it no longer says what the transaction left, so steps are taken back last one first.
Tables without history are not touched; what must be renewed in them is for the rooms to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from tracker.audit.feed import tracked_models
from tracker.audit.history import event_model
from tracker.values.errors import StaleState

Model = type[models.Model]


@dataclass(frozen=True)
class Transaction:
    """How the events of one transaction are known: its context, and the moment it began."""

    context: UUID
    began_at: datetime


@dataclass(frozen=True)
class Touched:
    """What it did to one table: the rows it created, and those it changed."""

    model: Model
    created: int
    changed: int


def written(by: Transaction, *, leave_out: Sequence[Model] = ()) -> list[Touched]:
    """The tables a transaction wrote to; afterwards their rows stand in temporary tables, locked, until the commit."""
    sources = [model for model in tracked_models().values() if model not in leave_out]
    counts = " UNION ALL ".join(
        f'SELECT {at}, count(*) FROM "{events_table(model)}" WHERE {_ITS_EVENTS}' for at, model in enumerate(sources)
    )
    with connection.cursor() as cursor:
        cursor.execute(counts, [by.began_at, by.context] * len(sources))
        found = [sources[at] for at, count in cursor.fetchall() if count]
        return _children_first([_note(cursor, model, by) for model in found])


def take_back(touched: Sequence[Touched]) -> None:
    """Delete what was created, then give what was changed its old values; StaleState where something rests on it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for each in touched:
                cursor.execute(_delete_sql(each.model))
            for each in touched:
                cursor.execute(_restore_sql(each.model))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise StaleState(_("已有其他记录以这些数据为依据，不能撤销"), code="built_upon") from error


def keys_of(touched: Iterable[Touched], model: Model, *, created: bool) -> list[Any]:
    """The keys of a table's rows the transaction created, or those it changed."""
    if model not in {each.model for each in touched}:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{noted(model)}" WHERE created = %s ORDER BY id', [created])
        return [key for (key,) in cursor.fetchall()]


def noted(model: Model) -> str:
    """The temporary table of the rows of a table: id, first and last event of the transaction, whether it created them."""
    return f"noted_{model._meta.model_name}"


def events_table(model: Model) -> str:
    """The table of a model's history."""
    return event_model(model)._meta.db_table


def contents(model: Model) -> list[str]:
    """The columns of a table that history keeps, but for the key and the counter of versions."""
    kept = {field.column for field in event_model(model)._meta.concrete_fields}
    own = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    return [str(column) for column in own if column in kept and column != "version"]


_ITS_EVENTS = "pgh_created_at = %s AND pgh_context_id = %s"


def _note(cursor: Any, model: Model, by: Transaction) -> Touched:
    table, name, key = model._meta.db_table, noted(model), key_column(model)
    cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
    cursor.execute(
        f'CREATE TEMP TABLE "{name}" ON COMMIT DROP AS SELECT pgh_obj_id AS id, min(pgh_id) AS first,'
        f" max(pgh_id) AS last, bool_or(pgh_label = 'insert') AS created"
        f' FROM "{events_table(model)}" WHERE {_ITS_EVENTS} GROUP BY pgh_obj_id',
        [by.began_at, by.context],
    )
    cursor.execute(f'ANALYZE "{name}"')
    cursor.execute(f'SELECT 1 FROM "{table}" t JOIN "{name}" n ON n.id = t."{key}" ORDER BY n.id FOR UPDATE OF t')
    cursor.execute(f'SELECT count(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT created) FROM "{name}"')
    return Touched(model, *cursor.fetchone())


def key_column(model: Model) -> str:
    """The column of a table's primary key."""
    return str(model._meta.pk.column)


def _children_first(touched: list[Touched]) -> list[Touched]:
    """Rows that name others come before those they name: a fact is put back before the stage that rests on it."""
    ordered: list[Touched] = []
    rest = list(touched)
    while rest:
        named = {field.related_model for each in rest for field in each.model._meta.concrete_fields if field.is_relation
                 and field.related_model is not each.model}  # fmt: skip
        free = [each for each in rest if each.model not in named] or rest[:1]
        ordered += free
        rest = [each for each in rest if each not in free]
    return ordered


def _delete_sql(model: Model) -> str:
    return (
        f'DELETE FROM "{model._meta.db_table}" t USING "{noted(model)}" n'
        f' WHERE n.created AND t."{key_column(model)}" = n.id'
    )


def _restore_sql(model: Model) -> str:
    """What the last event before the transaction's first one says, goes back into the row."""
    events = events_table(model)
    assigned = [f'"{column}" = was."{column}"' for column in contents(model)]
    if any(field.column == "version" for field in model._meta.concrete_fields):
        assigned.append('"version" = t."version" + 1')
    return (
        f'UPDATE "{model._meta.db_table}" t SET {", ".join(assigned)} FROM "{noted(model)}" n'
        f' JOIN "{events}" was ON was.pgh_id = (SELECT max(p.pgh_id) FROM "{events}" p'
        f" WHERE p.pgh_obj_id = n.id AND p.pgh_id < n.first)"
        f' WHERE NOT n.created AND t."{key_column(model)}" = n.id'
    )
