"""Health (健康检查): whether the parts the site stands on answer, and whether its background work keeps up."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from tracker.jobs import broker
from tracker.values.dates import time_of_day, today
from tracker.vitals.looking import Vitals, look


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served (`degraded` where something else is wrong: `faults` says what), 503 without database."""
    try:
        vitals = look(now=timezone.now(), on=today(), at=time_of_day())
        body = _told(vitals)
    except DatabaseError:
        connection.needs_rollback = connection.in_atomic_block
        body = {"status": "down", "redis": broker.answers(), "database": False}
    response = JsonResponse(body, status=200 if body["database"] else 503)
    response["Cache-Control"] = "no-store"
    return response


healthz.permission = "public"  # type: ignore[attr-defined]


def _told(vitals: Vitals) -> dict[str, Any]:
    """What anybody may know."""
    scan = None
    if vitals.scanned_on and vitals.scanned_at:
        scan = {"on": vitals.scanned_on.isoformat(), "finished_at": vitals.scanned_at.isoformat()}
    return {
        "status": "degraded" if vitals.faults else "ok",
        "redis": vitals.redis,
        "database": True,
        "outbox": {"waiting": vitals.unsent, "oldest_seconds": vitals.since(vitals.oldest_mail)},
        "last_scan": scan,
        "faults": [f"{fault}:{what}" if what else str(fault) for fault, what in vitals.faults],
    }
