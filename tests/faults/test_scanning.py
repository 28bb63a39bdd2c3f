"""Faults in mid-scan. After each: every due alert exists once, every recipient has one mail, nothing is half done."""

import json
import os
import signal
import subprocess
import sys

import psycopg
import pytest

from config.embedded import PROJECT
from tests.database import Database
from tests.faults.holding import children, locked, wait_until_held, wait_until_idle
from tests.processes import Process, wait_until
from tracker.alerts.models import Alert, ScanRun
from tracker.audit.acting import acting, system
from tracker.jobs.models import OutboxMail
from tracker.tasks import scan_deadlines

MAILS = 2


def alerts() -> int:
    """Those of targets: the seeds' own quotas are late as well."""
    with acting(system("test")):
        return Alert.objects.filter(target__isnull=False).count()


def everything_is_there_once(late: int) -> None:
    wait_until(lambda: alerts() == late, "the alerts")
    assert OutboxMail.objects.count() == MAILS
    with acting(system("test")):
        assert set(Alert.objects.values_list("occasion", "state")) == {(1, "open")}


def test_a_worker_killed_in_mid_scan_leaves_nothing_and_the_next_scan_does_it_all(
    worker: Process, committed_db: Database, late_targets: int
) -> None:
    with locked(committed_db, "tracker_target"):
        scan_deadlines.delay()
        wait_until_held(committed_db)
        worker.stop(kill=True)
    wait_until_idle(committed_db)
    assert (alerts(), OutboxMail.objects.count(), ScanRun.objects.count()) == (0, 0, 0)
    worker.start()
    scan_deadlines.delay()
    everything_is_there_once(late_targets)


def test_a_killed_pool_process_is_replaced_and_its_scan_repeated_by_itself(
    worker: Process, committed_db: Database, late_targets: int
) -> None:
    with locked(committed_db, "tracker_target"):
        scan_deadlines.delay()
        wait_until_held(committed_db)
        for child in children(worker):
            os.kill(child, signal.SIGKILL)
    everything_is_there_once(late_targets)


def test_a_cut_database_connection_repeats_the_scan(worker: Process, committed_db: Database, late_targets: int) -> None:
    with locked(committed_db, "tracker_target"):
        scan_deadlines.delay()
        (held,) = wait_until_held(committed_db)
        with psycopg.connect(committed_db.app_url) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [held])
    everything_is_there_once(late_targets)


def test_beats_that_ring_at_once_raise_every_alert_once(
    worker: Process, committed_db: Database, late_targets: int
) -> None:
    with locked(committed_db, "tracker_target"):
        for _ in range(4):
            scan_deadlines.delay()
        wait_until_held(committed_db)
        wait_until(lambda: worker.log.read_text().count("succeeded") == 3, "the others to leave it to the first")
    everything_is_there_once(late_targets)
    assert list(ScanRun.objects.values_list("new_alerts", "queued_mail")) == [(late_targets, MAILS)]


@pytest.mark.parametrize("tries", [4])
def test_scans_by_several_processes_at_once_share_the_work(
    environment: dict[str, str], committed_db: Database, late_targets: int, tries: int
) -> None:
    command = [sys.executable, "manage.py", "scan_deadlines", "--json"]
    started = [
        subprocess.Popen(command, cwd=PROJECT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
        for _ in range(tries)
    ]
    found = [json.loads(process.communicate()[0]) for process in started]
    assert [answer["overdue"] for answer in found] == [late_targets] * tries
    assert sum(answer["new_alerts"] for answer in found) == late_targets
    assert sum(answer["queued_mail"] for answer in found) == MAILS
    everything_is_there_once(late_targets)
