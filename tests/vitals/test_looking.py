"""One look at the system: each part that does not keep up is named, and nothing else."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from fixtures.factories import OfficerFactory, TargetFactory
from tests.mailboxes import Mailbox
from tests.web.conftest import signed_in  # noqa: F401
from tracker.alerts.models import ScanRun
from tracker.jobs.models import OutboxMail
from tracker.jobs.pulses import Pulse, forget_the_gone, sign
from tracker.jobs.queues import BEAT, QUEUES
from tracker.officers.roles import Role
from tracker.vitals.faults import Fault
from tracker.vitals.looking import look, scan_is_late
from tracker.vitals.watchdog import watch

pytestmark = pytest.mark.django_db

NOW = datetime(2010, 9, 16, 1, tzinfo=UTC)
ON = date(2010, 9, 16)
MORNING, NOON = time(7, 34), time(12)


def faults() -> list[str]:
    found = look(now=NOW, on=ON, at=NOON).faults
    return [f"{fault}:{what}" if what else str(fault) for fault, what in found]


@pytest.fixture
def all_answer(redis_url: str) -> None:
    """Every queue and the timetable answered a moment ago, and today was scanned."""
    for queue in (*QUEUES, BEAT):
        sign(queue=queue, process="worker@here", now=NOW)
    ran(ON)


def ran(on: date) -> None:
    ScanRun.objects.create(on=on, finished_at=NOW)


def test_all_is_well(all_answer: None) -> None:
    assert faults() == []
    seen = look(now=NOW, on=ON, at=NOON)
    assert {queue.name: (queue.waiting, queue.processes) for queue in seen.queues} == dict.fromkeys(
        QUEUES, (0, ("worker@here",))
    )


def test_a_site_just_set_up_is_not_in_trouble(redis_url: str) -> None:
    assert faults() == []


@pytest.mark.parametrize("gone", [*QUEUES, BEAT])
def test_who_does_not_answer_is_named(gone: str, all_answer: None) -> None:
    Pulse.objects.filter(queue=gone).update(seen_at=NOW - timedelta(minutes=4))
    assert faults() == [Fault.BEAT_SILENT if gone == BEAT else f"queue_silent:{gone}"]


def test_redis_away_mail_stuck_and_a_full_disk_are_named(
    all_answer: None, settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nothing.sock"
    mail = OutboxMail.objects.create(dedupe_key="1", message_id="<1@x>", to="a@example.com", next_try_at=NOW)
    OutboxMail.objects.filter(pk=mail.pk).update(created_at=NOW - timedelta(minutes=61))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=9, total=100))
    assert faults() == [Fault.REDIS_DOWN, Fault.MAIL_LATE, Fault.DISK_LOW]


def test_the_scan_is_late_when_its_hour_is_past_and_not_before() -> None:
    ran(ON - timedelta(days=1))
    assert not scan_is_late(on=ON, at=MORNING)
    assert scan_is_late(on=ON, at=NOON)
    assert scan_is_late(on=ON + timedelta(days=1), at=MORNING)
    ran(ON)
    assert not scan_is_late(on=ON, at=NOON)


def test_a_scan_that_did_not_finish_or_never_ran_is_late() -> None:
    assert not scan_is_late(on=ON, at=NOON)
    TargetFactory()
    ScanRun.objects.create(on=ON)
    assert scan_is_late(on=ON, at=NOON)


def test_system_administrators_are_told_once_a_day_and_nobody_else() -> None:
    told = OfficerFactory(role=Role.SYSADMIN)
    OfficerFactory(role=Role.PROVINCIAL)
    ran(ON - timedelta(days=2))
    assert [watch(on=ON, at=NOON) for _ in range(3)] == [True] * 3
    assert list(OutboxMail.objects.values_list("to", flat=True)) == [told.email]
    assert watch(on=ON + timedelta(days=1), at=NOON)
    assert OutboxMail.objects.count() == 2


def test_the_watchdog_needs_neither_beat_nor_worker_nor_redis(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Any
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nothing.sock"
    monkeypatch.setenv("TRACKER_TODAY", "2010-09-18")
    told = OfficerFactory(role=Role.SYSADMIN)
    ran(ON)
    ScanRun.objects.filter(on=ON).update(on=date(2010, 9, 16))
    with pytest.raises(SystemExit) as ended:
        call_command("check_scan")
    assert ended.value.code == 1
    (message,) = mailbox.wait_for(1)
    assert message["To"] == told.email
    assert "期限扫描没有运行" in message["Subject"]
    ran(date(2010, 9, 18))
    call_command("check_scan")


def test_processes_that_went_away_are_forgotten_after_a_day(all_answer: None) -> None:
    Pulse.objects.filter(queue=BEAT).update(seen_at=NOW - timedelta(days=2))
    assert forget_the_gone(now=NOW) == 1


def test_administrators_see_what_is_wrong_in_words(redis_url: str, signed_in: Any) -> None:  # noqa: F811
    sign(queue="scan", process="worker@here", now=datetime.now(UTC))
    page = signed_in(Role.SYSADMIN).get("/health/").content.decode()
    assert "worker@here" in page
    assert "定时器无响应" in page
    assert signed_in(Role.PROVINCIAL).get("/health/").status_code == 403


def test_the_process_says_that_it_lives_whatever_else_is_away() -> None:
    answer = Client(SERVER_NAME="10.1.2.3").get("/livez")
    assert (answer.status_code, answer.content) == (200, b"alive")
