"""Two timetables and a clock that is set back: whatever rings, and whenever, each alert and each mail is there once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from config import celery
from tests.database import Database
from tests.faults.conftest import TODAY
from tests.mailboxes import Mailbox
from tests.processes import Process, wait_until
from tracker.alerts.models import Alert
from tracker.audit.acting import acting, system
from tracker.jobs.models import OutboxMail
from tracker.jobs.pulses import Pulse
from tracker.jobs.queues import BEAT, QUEUES
from tracker.tasks import scan_deadlines
from tracker.workbooks.attaching import attach_and_send

# The product's timetable with the daily scan and the minute's rings every second, so that a test can wait for it.
HASTY = """
from config.celery import app
for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 1.0
    entry.get("options", {}).pop("expires", None)
"""


@pytest.fixture
def two_beats(environment: dict[str, str], worker: Process, tmp_path: Path) -> Iterator[list[Process]]:
    """Two real timetables, each with a file of its own."""
    (tmp_path / "hasty.py").write_text(HASTY)
    hasty = environment | {"PYTHONPATH": str(tmp_path)}
    with ExitStack() as stack:
        made = []
        for number in range(2):
            schedule = str(tmp_path / f"schedule-{number}")
            command = ("celery", "-A", "hasty:app", "beat", "-l", "INFO", "-s", schedule)
            process = Process(command, hasty, tmp_path / f"beat-{number}.log")
            stack.enter_context(process.running())
            made.append(process)
        yield made
        for process in made:
            process.stop(kill=True)  # a timetable keeps nothing that could be lost


def late_alerts() -> list[int]:
    """The occasion of each alert of a target."""
    with acting(system("test")):
        return list(Alert.objects.filter(target__isnull=False).values_list("occasion", flat=True))


def test_two_timetables_do_everything_once_and_every_queue_answers(
    late_targets: int, two_beats: list[Process], mailbox: Mailbox, committed_db: Database
) -> None:
    for beat in two_beats:
        wait_until(lambda beat=beat: beat.log.read_text().count("scan-deadlines") >= 2, "both to ring twice")  # type: ignore[misc]
    wait_until(lambda: late_alerts() == [1] * late_targets, "each late target to have its one alert")
    wait_until(lambda: set(Pulse.objects.values_list("queue", flat=True)) == {*QUEUES, BEAT}, "every queue to answer")
    wait_until(lambda: not OutboxMail.objects.exclude(state="sent").exists(), "the mails to go out")
    sent = [message["Message-ID"] for message in mailbox.messages]
    assert len(set(sent)) == len(sent) == OutboxMail.objects.count()
    assert celery.app.conf.beat_scheduler == "config.beat:SigningScheduler"


def test_a_day_that_comes_twice_tells_nobody_twice(
    late_targets: int, committed_db: Database, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    later, counted = timezone.now() + timedelta(days=2), []
    for days in ((0, 1), (-1, 0, 1)):
        for day in days:
            monkeypatch.setenv("TRACKER_TODAY", (TODAY + timedelta(days=day)).isoformat())
            scan_deadlines()
            attach_and_send(now=later)
        with acting(system("test")):
            alerts = sorted(map(str, Alert.objects.values_list("kind", "region", "target_id", "due_on", "occasion")))
        counted.append((alerts, OutboxMail.objects.count()))
    assert counted[1] == counted[0]
    assert len(counted[0][0]) >= late_targets
    sent = [message["Message-ID"] for message in mailbox.messages]
    assert len(set(sent)) == len(sent) == OutboxMail.objects.count()


def test_mail_queued_before_the_clock_was_set_back_goes_out_when_its_time_comes_again(
    late_targets: int, committed_db: Database, mailbox: Mailbox
) -> None:
    scan_deadlines()
    queued = OutboxMail.objects.count()
    now = timezone.now()
    assert attach_and_send(now=now - timedelta(hours=1)).sent == 0
    assert attach_and_send(now=now + timedelta(days=1)).sent == queued
    assert attach_and_send(now=now - timedelta(hours=1)).sent == 0
    assert attach_and_send(now=now + timedelta(days=1)).sent == 0
    assert len({message["Message-ID"] for message in mailbox.messages}) == len(mailbox.messages) == queued
