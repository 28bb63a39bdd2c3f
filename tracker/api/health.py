"""Health (健康检查): whether the parts the site stands on answer, and whether its background work keeps up."""

from __future__ import annotations

from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from tracker.alerts.models import ScanRun
from tracker.jobs.models import OutboxMail

_UNSENT = (OutboxMail.State.WAITING, OutboxMail.State.SENDING)


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served (`degraded` without Redis: work waits in the database), 503 without the database."""
    redis_answers = _redis_answers()
    try:
        found: dict[str, Any] = {"database": True, "outbox": _outbox(), "last_scan": _last_scan()}
    except DatabaseError:
        connection.needs_rollback = connection.in_atomic_block
        found = {"database": False}
    status = "ok" if found["database"] and redis_answers else "degraded" if found["database"] else "down"
    body = {"status": status, "redis": redis_answers, **found}
    response = JsonResponse(body, status=200 if found["database"] else 503)
    response["Cache-Control"] = "no-store"
    return response


healthz.permission = "public"  # type: ignore[attr-defined]


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as server:
            return bool(server.ping())
    except redis.RedisError:
        return False


def _outbox() -> dict[str, int]:
    """How many mails wait, and for how long the oldest has."""
    unsent = OutboxMail.objects.filter(state__in=_UNSENT).aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    age = (timezone.now() - unsent["oldest"]).total_seconds() if unsent["oldest"] else 0
    return {"waiting": unsent["waiting"], "oldest_seconds": int(age)}


def _last_scan() -> dict[str, str] | None:
    """The last finished scan of the deadlines: for which day, and when."""
    scan = ScanRun.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if scan is None or scan.finished_at is None:
        return None
    return {"on": scan.on.isoformat(), "finished_at": scan.finished_at.isoformat()}
