"""The health check: open to everybody, telling nothing but whether the parts work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.database import Database, pointed_at
from tracker.alerts.models import ScanRun
from tracker.jobs.models import OutboxMail


@pytest.mark.django_db
def test_all_is_well(redis_url: str) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "redis": True,
        "database": True,
        "outbox": {"waiting": 0, "oldest_seconds": 0},
        "last_scan": None,
        "faults": [],
    }


@pytest.mark.django_db
def test_without_redis_pages_are_served_but_work_waits(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nothing.sock"
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"], answer.json()["redis"]) == (200, "degraded", False)


@pytest.mark.django_db
def test_mail_that_waits_and_the_last_scan_are_seen() -> None:
    finished = datetime(2010, 9, 16, 7, tzinfo=UTC)
    ScanRun.objects.create(on=date(2010, 9, 16), finished_at=finished)
    mail = OutboxMail.objects.create(
        dedupe_key="1", message_id="<1@x>", to="a@example.com", subject="催办", next_try_at=finished
    )
    OutboxMail.objects.filter(pk=mail.pk).update(created_at=datetime.now(UTC) - timedelta(hours=2))
    found = Client().get("/healthz").json()
    assert found["outbox"]["waiting"] == 1
    assert 7_200 <= found["outbox"]["oldest_seconds"] < 7_300
    assert found["last_scan"]["on"] == "2010-09-16"


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/plans/", "/login/"])
def test_without_the_database_the_answer_is_to_come_back_later(path: str, committed_db: Database) -> None:
    with pointed_at("no_such_database"):
        answer = Client(raise_request_exception=False).get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert Client().get("/healthz").status_code == 200
