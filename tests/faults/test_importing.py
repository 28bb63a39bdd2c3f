"""Workers killed in mid-import: what was begun is undone, another worker does it, and nothing is written twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory
from tests.database import Database
from tests.faults.holding import locked, wait_until_held, wait_until_idle
from tests.processes import Process, wait_until
from tests.workbooks.sending import QUOTA, changed, workbook
from tracker.audit.acting import acting, system
from tracker.audit.history import events_of
from tracker.jobs.models import Job
from tracker.jobs.services import submit
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.tasks import sweep_jobs, wake
from tracker.workbooks.applying import apply_later
from tracker.workbooks.models import Upload
from tracker.workbooks.receiving import receive

CONTENT = QUOTA[2]


@pytest.fixture
def hangzhou(committed_db: Database) -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def sent(hangzhou: Officer) -> Upload:
    """A workbook that changes one quota and creates another."""
    with acting(system("test")):
        plan = PlanFactory()
        QuotaFactory(plan=plan, content=CONTENT, amount=Decimal(7))
    with acting(hangzhou.actor):
        file = workbook("quotas", QUOTA, [*changed(QUOTA)[:2], "机立窑", *QUOTA[3:]])
        return receive(file=file, kind="quotas", plan=plan, by=hangzhou)


def ring(upload: Upload, by: Officer) -> None:
    with transaction.atomic():
        submit(kind="upload", subject=str(upload.pk), by=by)
        wake("upload")


def is_in(upload: Upload, state: Upload.State) -> bool:
    with acting(system("test")):
        return Upload.objects.get(pk=upload.pk).state == state


def begin_again(worker: Process, database: Database) -> None:
    """A new worker, long after the killed one's lease ran out."""
    wait_until_idle(database)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    worker.start()
    sweep_jobs.delay()


def test_a_worker_killed_in_mid_read_leaves_a_file_that_another_reads(
    worker: Process, committed_db: Database, sent: Upload, hangzhou: Officer
) -> None:
    with locked(committed_db, "tracker_upload"):
        ring(sent, hangzhou)
        wait_until_held(committed_db)
        worker.stop(kill=True)
    assert is_in(sent, Upload.State.RECEIVED)
    begin_again(worker, committed_db)
    wait_until(lambda: is_in(sent, Upload.State.PREVIEWED), "the file to be read")
    with acting(system("test")):
        assert sent.row_set.count() == 2
    assert Job.objects.get().attempts == 2


def test_a_worker_killed_in_mid_apply_writes_nothing_and_the_next_writes_it_once(
    worker: Process, committed_db: Database, sent: Upload, hangzhou: Officer
) -> None:
    ring(sent, hangzhou)
    wait_until(lambda: is_in(sent, Upload.State.PREVIEWED), "the file to be read")
    wait_until(lambda: Job.objects.filter(state="done").exists(), "the job to be done")
    with locked(committed_db, "tracker_quota"):
        with acting(hangzhou.actor):
            apply_later(upload=Upload.objects.get(pk=sent.pk), by=hangzhou)
            wake("upload")
        wait_until_held(committed_db)
        worker.stop(kill=True)
    wait_until_idle(committed_db)
    assert is_in(sent, Upload.State.APPLYING)
    begin_again(worker, committed_db)
    wait_until(lambda: is_in(sent, Upload.State.APPLIED), "the file to be written")
    with acting(system("test")):
        quotas = list(sent.plan.quotas.order_by("amount", "content"))
        assert [(quota.content == CONTENT, quota.amount) for quota in quotas] == [(False, 120), (True, 120)]
        assert [events_of(quota).count() for quota in quotas] == [1, 2]
