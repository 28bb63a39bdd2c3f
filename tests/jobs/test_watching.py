"""Work is watched from outside while it is in the middle of one long transaction, and hears that it is to stop."""

import threading

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from fixtures.factories import OfficerFactory
from tests.database import Database
from tests.processes import wait_until
from tracker.jobs import working
from tracker.jobs.models import Job
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.progress import Progress
from tracker.jobs.services import cancel, submit
from tracker.jobs.working import work_off
from tracker.officers.models import Officer


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "LOOK_SECONDS", 0.05)


@pytest.fixture
def officer(committed_db: Database) -> Officer:
    made: Officer = OfficerFactory()
    return made


def seen_from_outside(database: Database) -> tuple[object, ...] | None:
    with psycopg.connect(database.app_url) as other:
        return other.execute("SELECT step, progress, total, state FROM tracker_job").fetchone()


def test_progress_is_seen_while_the_work_is_in_its_transaction(committed_db: Database, officer: Officer) -> None:
    def work(job: Job, progress: Progress) -> None:
        with transaction.atomic():
            progress.tell(300, 1000, step=Job.Step.WRITING)
            wait_until(lambda: seen_from_outside(committed_db) == ("writing", 300, 1000, "running"), "the progress")

    submit(kind="upload", subject="7", by=officer)
    assert work_off(kinds=["upload"], work=work, clock=timezone.now, worker="w") == 1
    assert seen_from_outside(committed_db) == ("writing", 300, 1000, "done")


def test_cancelled_work_leaves_nothing_behind(committed_db: Database, officer: Officer) -> None:
    reached, job = threading.Event(), submit(kind="upload", subject="7", by=officer)

    def work(job: Job, progress: Progress) -> None:
        with transaction.atomic():
            enqueue_mail([Mail("half.1", None, "a@example.com", "半途", "半途", "半途")])
            reached.set()
            wait_until(lambda: progress.tell(1, 2), "a word to stop")

    thread = threading.Thread(
        target=work_off, kwargs={"kinds": ["upload"], "work": work, "clock": timezone.now, "worker": "w"}
    )
    thread.start()
    assert reached.wait(60)
    assert cancel(job=job, by=officer, now=timezone.now()).state == "running"
    thread.join(60)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("cancelled", 1)
    with psycopg.connect(committed_db.app_url) as other:
        assert other.execute("SELECT count(*) FROM tracker_outboxmail").fetchone() == (0,)
