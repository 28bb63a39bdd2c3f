"""The feed of events (变更流水): who changed which row when and why, field by field, over any number of history tables.

Ordered by recorded time, oldest first, and complete: an event appears only once every transaction begun before it has
ended, so a reader who goes on from the last event seen never misses one that was written late.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models

from tracker.audit.history import event_model
from tracker.audit.walls import is_event, scope_column, scope_organisation_column, scope_organisations_column

Event = dict[str, Any]

_BOOKKEEPING = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_context_id")


@dataclass(frozen=True)
class Question:
    """Which events are asked for: of which models, within which regions (LIKE patterns), of one object, in a period."""

    sources: Sequence[type[models.Model]]
    scope: tuple[str, ...]
    object_id: Any = None
    since: datetime | None = None
    until: datetime | None = None
    officer: str | None = None
    organisation: str = ""  # whose own rows are asked for beside those of the regions


@dataclass(frozen=True)
class Place:
    """A place in the feed: the recorded time, kind of row and number of an event."""

    at: datetime
    kind: str
    number: int


@dataclass(frozen=True)
class Stretch:
    """Which part of the feed: the events next to a place (from the beginning, without one), at most `limit`."""

    after: Place | None
    limit: int
    backwards: bool = False

    @property
    def order(self) -> str:
        """In which direction the feed is read."""
        return "DESC" if self.backwards else "ASC"


def tracked_models() -> dict[str, type[models.Model]]:
    """Every model whose history is kept, by its name in the feed."""
    events = [model for model in apps.get_models() if is_event(model)]
    return {
        str(model.pgh_tracked_model._meta.model_name): model.pgh_tracked_model  # type: ignore[attr-defined]
        for model in events
    }


def events(asked: Question, part: Stretch) -> list[Event]:
    """The events of a stretch, nearest first; three queries, however many kinds there are."""
    settled = _settled_until()
    branches = [_branch(model, asked, part, settled) for model in asked.sources]
    union = " UNION ALL ".join(f"({statement})" for statement, _ in branches)
    parameters = [value for _, values in branches for value in values]
    order = ", ".join(f"{name} {part.order}" for name in ("at", "kind", "number"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT at, kind, number FROM ({union}) feed ORDER BY {order} LIMIT %s", [*parameters, part.limit]
        )
        places = [Place(*row) for row in cursor.fetchall()]
    return _details(places)


def _settled_until() -> datetime:
    """Up to when everything recorded is final: the start of the oldest transaction of others still running.

    Asked in a statement of its own, before the events are: whatever ends in between is visible to the later one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        settled: datetime = cursor.fetchone()[0]
    return settled


def _within(model: type[models.Model], column: str, asked: Question) -> tuple[str, list[Any]]:
    """The scope of the question: regions, and the organisation where the model names one."""
    rules, values = [f'"{column}" LIKE ANY(%s)'], [list(asked.scope)]
    for own, rule in (
        (scope_organisation_column(model), '"{}" = %s'),
        (scope_organisations_column(model), '%s = ANY("{}")'),
    ):
        if own and asked.organisation:
            rules.append(rule.format(own))
            values.append(asked.organisation)  # type: ignore[arg-type]
    return f"({' OR '.join(rules)})", values


def _branch(model: type[models.Model], asked: Question, part: Stretch, settled: datetime) -> tuple[str, list[Any]]:
    """The places of one kind of row, and the parameters of the statement."""
    kind, table = str(model._meta.model_name), event_model(model)._meta.db_table
    asked_for: list[tuple[str, list[Any]]] = [("pgh_created_at < %s", [settled])]
    if column := scope_column(model):
        asked_for.append(_within(model, column, asked))
    if asked.object_id is not None:
        asked_for.append(("pgh_obj_id = %s", [asked.object_id]))
    if asked.since is not None:
        asked_for.append(("pgh_created_at >= %s", [asked.since]))
    if asked.until is not None:
        asked_for.append(("pgh_created_at < %s", [asked.until]))
    if asked.officer is not None:
        asked_for.append(("pgh_context ->> 'name' = %s", [asked.officer]))
    if part.after is not None:
        asked_for.append(_beyond(part.after, kind, part.backwards))
    statement = (
        f'SELECT pgh_created_at AS at, %s::text COLLATE "C" AS kind, pgh_id AS number FROM "{table}"'
        f" WHERE {' AND '.join(condition for condition, _ in asked_for)}"
        f" ORDER BY pgh_created_at {part.order}, pgh_id {part.order} LIMIT %s"
    )
    return statement, [kind, *(value for _, values in asked_for for value in values), part.limit]


def _beyond(place: Place, kind: str, backwards: bool) -> tuple[str, list[Any]]:
    """The condition on the events of one kind that come after a place (before it, backwards)."""
    sign = "<" if backwards else ">"
    if kind == place.kind:
        return f"(pgh_created_at, pgh_id) {sign} (%s, %s)", [place.at, place.number]
    same_moment_counts = (kind < place.kind) if backwards else (kind > place.kind)
    return f"pgh_created_at {sign}{'=' if same_moment_counts else ''} %s", [place.at]


def _details(places: list[Place]) -> list[Event]:
    """What happened at each place, with every field's value before and after."""
    known, wanted = tracked_models(), {place.kind for place in places}
    if not places:
        return []
    branches: list[str] = []
    parameters: list[Any] = []
    for kind in sorted(wanted):
        table = event_model(known[kind])._meta.db_table
        branches.append(
            f"SELECT %s AS kind, e.pgh_id, e.pgh_created_at, e.pgh_label, e.pgh_obj_id::text, e.pgh_context::text,"
            f' to_jsonb(e)::text, (SELECT to_jsonb(p)::text FROM "{table}" p WHERE p.pgh_obj_id = e.pgh_obj_id'
            f' AND p.pgh_id < e.pgh_id ORDER BY p.pgh_id DESC LIMIT 1) FROM "{table}" e WHERE e.pgh_id = ANY(%s)'
        )
        parameters += [kind, [place.number for place in places if place.kind == kind]]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), parameters)
        found = {(row[0], row[1]): row for row in cursor.fetchall()}
    return [_event(found[place.kind, place.number]) for place in places if (place.kind, place.number) in found]


def _event(row: tuple[Any, ...]) -> Event:
    kind, number, at, label, object_id, context, now, before = row
    acting = json.loads(context or "{}")
    return {
        "id": f"{kind}-{number}",
        "at": at,
        "kind": kind,
        "number": number,
        "object": object_id,
        "event": label,
        "officer": acting.get("officer"),
        "name": acting.get("name", ""),
        "reason": acting.get("reason", ""),
        "request": acting.get("request", ""),
        "job": acting.get("job", ""),
        "changes": _changes(label, _values(before), _values(now)),
    }


def _values(text: str | None) -> dict[str, Any]:
    """A recorded row; decimals stay the exact text they are."""
    values = json.loads(text, parse_float=str) if text else {}
    return {name: value for name, value in values.items() if name not in _BOOKKEEPING}


def _changes(label: str, before: dict[str, Any], now: dict[str, Any]) -> dict[str, dict[str, Any]]:
    if label == "insert":
        before = {}
    elif label == "delete":
        before, now = now, {}
    names = now or before
    return {
        name: {"old": before.get(name), "new": now.get(name)} for name in names if before.get(name) != now.get(name)
    }
