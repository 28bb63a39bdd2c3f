"""What stands in the way of taking a transaction back (撤回的障碍): rows changed since, and rows built upon its rows since.

Asks the temporary tables that `reversal.written` leaves; who, when and what come from the history.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models

from tracker.audit.feed import tracked_models
from tracker.audit.reversal import Model, Touched, contents, events_table, key_column, noted
from tracker.audit.walls import is_event


@dataclass(frozen=True)
class Obstacle:
    """One row in the way. `changes`: field → (as it was left, as it is now); empty where the row only rests on another."""

    model: Model
    key: Any
    resting_on: Model | None = None
    gone: bool = False
    who: str = ""
    when: datetime | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def obstacles(touched: Sequence[Touched], *, limit: int) -> tuple[list[Obstacle], int]:
    """The first rows in the way, and how many there are."""
    found: list[Obstacle] = []
    total = 0
    with connection.cursor() as cursor:
        for each in touched:
            rows, count = _changed_since(cursor, each.model, limit - len(found))
            found, total = found + rows, total + count
        for each in touched:
            for child, column in _naming(each.model) if each.created else ():
                rows, count = _resting(cursor, each.model, child, column, touched, limit - len(found))
                found, total = found + rows, total + count
    return found, total


def _changed_since(cursor: Any, model: Model, limit: int) -> tuple[list[Obstacle], int]:
    """Rows that no longer say what the transaction left; what the latest event of each tells."""
    events, key = events_table(model), key_column(model)
    live, left = (", ".join(f'{side}."{column}"' for column in contents(model)) for side in ("t", "l"))
    cursor.execute(
        f'WITH differing AS (SELECT n.id, n.last, t."{key}" IS NULL AS gone, to_jsonb(l) AS was, to_jsonb(t) AS now'
        f' FROM "{noted(model)}" n JOIN "{events}" l ON l.pgh_id = n.last'
        f' LEFT JOIN "{model._meta.db_table}" t ON t."{key}" = n.id'
        f' WHERE t."{key}" IS NULL OR ({live}) IS DISTINCT FROM ({left}))'
        f" SELECT d.id, d.gone, d.was::text, d.now::text, e.pgh_created_at, e.pgh_context ->> 'name', count(*) OVER ()"
        f' FROM differing d LEFT JOIN LATERAL (SELECT pgh_created_at, pgh_context FROM "{events}"'
        f" WHERE pgh_obj_id = d.id AND pgh_id > d.last ORDER BY pgh_id DESC LIMIT 1) e ON true ORDER BY d.id LIMIT %s",
        [max(limit, 1)],
    )
    rows = cursor.fetchall()
    found = [
        Obstacle(model, key, None, gone, who or "", when, {} if gone else _differences(model, was, now))
        for key, gone, was, now, when, who, _count in rows
    ]
    return found[: max(limit, 0)], rows[0][-1] if rows else 0


def _differences(model: Model, was: str, now: str) -> dict[str, tuple[Any, Any]]:
    before, after = (json.loads(text, parse_float=str) for text in (was, now))
    return {column: (before[column], after[column]) for column in contents(model) if before[column] != after[column]}


def _naming(model: Model) -> list[tuple[Model, str]]:
    """Every table and column that names rows of a table."""
    return [
        (child, str(each.column))
        for child in apps.get_models(include_auto_created=True)
        if child._meta.managed and not child._meta.proxy and not is_event(child)
        for each in child._meta.concrete_fields
        if isinstance(each, models.ForeignKey) and each.related_model is model
    ]


def _resting(
    cursor: Any, model: Model, child: Model, column: str, touched: Sequence[Touched], limit: int
) -> tuple[list[Obstacle], int]:
    """Rows of a table that name a created row and were not written by the transaction themselves."""
    key = key_column(child)
    own = f'AND NOT EXISTS (SELECT 1 FROM "{noted(child)}" m WHERE m.id = c."{key}")'
    tracked = child in {each.model for each in touched}
    cursor.execute(
        f'SELECT c."{key}", count(*) OVER () FROM "{child._meta.db_table}" c JOIN "{noted(model)}" n'
        f' ON n.created AND n.id = c."{column}" WHERE true {own if tracked else ""} ORDER BY c."{key}" LIMIT %s',
        [max(limit, 1)],
    )
    rows = cursor.fetchall()
    begun = _begun(cursor, child, [key for key, _count in rows])
    found = [Obstacle(child, key, model, False, *begun.get(key, ("", None))) for key, _count in rows]
    return found[: max(limit, 0)], rows[0][1] if rows else 0


def _begun(cursor: Any, model: Model, keys: Sequence[Any]) -> dict[Any, tuple[str, datetime]]:
    """Who made each row and when, where its history is kept."""
    if not keys or model not in tracked_models().values():
        return {}
    cursor.execute(
        f"SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, coalesce(pgh_context ->> 'name', ''), pgh_created_at"
        f' FROM "{events_table(model)}" WHERE pgh_obj_id = ANY (%s) ORDER BY pgh_obj_id, pgh_id',
        [list(keys)],
    )
    return {key: (who, when) for key, who, when in cursor.fetchall()}
