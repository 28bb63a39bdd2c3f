"""On whose behalf a transaction acts (操作人): the scope for row-level security, and the context of its history.

The scope is by region; a department's officer has none, but an organisation, whose rows they see where a table names one.

Everything is set with SET LOCAL, so nothing survives the transaction; an unset or empty scope shows no row at all.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

_SETTINGS = ("app.scope", "app.organisation", "pghistory.context_id", "pghistory.context_metadata")


@dataclass(frozen=True)
class Actor:
    """Who acts: officer id and name (None and a word for the system), LIKE patterns of region codes they may touch, and
    the organisation whose own rows they may touch beside those."""

    officer_id: int | None
    name: str
    scope: tuple[str, ...]
    organisation: str = ""


NOBODY = Actor(None, "", ())


def system(name: str) -> Actor:
    """The system acting by itself over the whole province, e.g. the nightly scan."""
    return Actor(None, name, ("%",))


def declare(actor: Actor, *, reason: str = "", request_id: str = "", job_id: str = "") -> None:
    """Set scope and history context for the rest of the current transaction."""
    context = {"officer": actor.officer_id, "name": actor.name, "reason": reason, "request": request_id, "job": job_id}
    written = json.dumps({key: value for key, value in context.items() if value}, ensure_ascii=False)
    _set((",".join(actor.scope), actor.organisation, str(uuid.uuid4()), written))


@contextmanager
def acting(actor: Actor, *, reason: str = "", request_id: str = "", job_id: str = "") -> Iterator[None]:
    """One transaction on behalf of `actor`; the outer scope is restored when it is nested in another."""
    with transaction.atomic():
        before = _get()
        declare(actor, reason=reason, request_id=request_id, job_id=job_id)
        yield
        _set(before)


def _get() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS))
        return tuple(cursor.fetchone())


def _set(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS), values)
