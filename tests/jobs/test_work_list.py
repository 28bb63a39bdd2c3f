"""The work list: one worker a job, every attempt counted before it begins, and an end to what kills its workers."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from fixtures.factories import OfficerFactory
from tracker.jobs.models import Job
from tracker.jobs.services import (
    LEASE,
    MOST_ATTEMPTS,
    cancel,
    claim,
    fail,
    finish,
    keep,
    report_progress,
    submit,
    sweep,
)
from tracker.jobs.working import work_off
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, StaleState

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + LEASE + timedelta(seconds=1)


def take(now: datetime = NOW) -> Job:
    job = claim(kinds=["upload"], now=now, worker="w")
    assert job is not None
    return job


def test_the_same_piece_of_work_stands_on_the_list_once() -> None:
    first = submit(kind="upload", subject="7", by=None)
    assert submit(kind="upload", subject="7", by=None).pk == first.pk


def test_a_job_is_taken_by_one_worker() -> None:
    submit(kind="upload", subject="7", by=None)
    job = take()
    assert (job.state, job.attempts) == ("running", 1)
    assert claim(kinds=["upload"], now=NOW, worker="other") is None


def test_only_kinds_asked_for_are_taken_and_the_oldest_first() -> None:
    for kind, subject in (("export", "1"), ("upload", "2"), ("upload", "3")):
        submit(kind=kind, subject=subject, by=None)
    assert [take().subject, take().subject] == ["2", "3"]


def test_a_vanished_worker_leaves_its_job_to_the_next() -> None:
    submit(kind="upload", subject="7", by=None)
    lost = take()
    again = take(LATER)
    assert again.attempts == 2
    with pytest.raises(StaleState):
        finish(job=lost, now=LATER)
    with pytest.raises(StaleState):
        report_progress(job=lost, progress=1, total=2)
    finish(job=again, now=LATER)
    again.refresh_from_db()
    assert again.state == "done"


def test_a_renewed_lease_keeps_the_job() -> None:
    submit(kind="upload", subject="7", by=None)
    keep(job=take(), now=NOW + LEASE)
    assert claim(kinds=["upload"], now=LATER, worker="other") is None


def test_what_takes_three_workers_with_it_is_laid_aside() -> None:
    submit(kind="upload", subject="poison", by=None)
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        take(now)
        now += LEASE + timedelta(seconds=1)
    assert claim(kinds=["upload"], now=now, worker="w") is None
    assert sweep(now=now) == []
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("failed", MOST_ATTEMPTS)
    assert "已停止重试" in job.message


def test_the_sweeper_names_what_waits_and_what_was_left_behind() -> None:
    submit(kind="upload", subject="7", by=None)
    submit(kind="export", subject="8", by=None)
    take()
    assert sweep(now=NOW) == ["export"]
    assert sweep(now=LATER) == ["export", "upload"]


def test_progress_is_shown() -> None:
    submit(kind="upload", subject="7", by=None)
    report_progress(job=take(), progress=300, total=1000)
    assert Job.objects.values_list("progress", "total").get() == (300, 1000)


def test_finished_work_may_be_asked_for_again() -> None:
    submit(kind="upload", subject="7", by=None)
    fail(job=take(), now=NOW, message="坏文件")
    again = submit(kind="upload", subject="7", by=None)
    assert (again.state, again.attempts, again.message) == ("waiting", 0, "")


def test_one_cancels_ones_own_work_and_the_worker_stops() -> None:
    officer = OfficerFactory()
    job = submit(kind="upload", subject="7", by=officer)
    running = take()
    assert cancel(job=job, by=officer, now=NOW).state == "cancelled"
    with pytest.raises(StaleState):
        report_progress(job=running, progress=1, total=2)
    with pytest.raises(IllegalState):
        cancel(job=job, by=officer, now=NOW)


def test_nobody_cancels_anothers_work() -> None:
    job = submit(kind="upload", subject="7", by=OfficerFactory())
    with pytest.raises(NotAllowed):
        cancel(job=job, by=OfficerFactory(), now=NOW)


def test_working_off_does_every_job_and_writes_down_how_it_ended() -> None:
    for subject in ("good", "bad", "broken"):
        submit(kind="upload", subject=subject, by=None)

    def work(job: Job) -> None:
        if job.subject == "bad":
            raise InvalidValue("缺少一列")
        if job.subject == "broken":
            raise ZeroDivisionError

    assert work_off(kinds=["upload"], work=work, clock=lambda: NOW, worker="w") == 2 + MOST_ATTEMPTS
    found = {job.subject: (job.state, job.attempts, job.message) for job in Job.objects.all()}
    assert found == {
        "good": ("done", 1, ""),
        "bad": ("failed", 1, "缺少一列"),
        "broken": ("failed", MOST_ATTEMPTS, "ZeroDivisionError"),
    }


def test_a_job_cancelled_in_mid_work_stays_cancelled() -> None:
    officer = OfficerFactory()
    submit(kind="upload", subject="7", by=officer)
    work_off(kinds=["upload"], work=lambda job: cancel(job=job, by=officer, now=NOW), clock=lambda: NOW, worker="w")
    assert Job.objects.get().state == "cancelled"
