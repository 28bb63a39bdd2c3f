"""The work list: one worker a job, every attempt counted before it begins, and an end to what kills its workers."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from fixtures.factories import OfficerFactory
from tracker.jobs.models import Job
from tracker.jobs.progress import Progress, Told
from tracker.jobs.services import (
    LEASE,
    MOST_ATTEMPTS,
    cancel,
    claim,
    fail,
    finish,
    give_up,
    keep,
    report_progress,
    submit,
    sweep,
)
from tracker.jobs.working import work_off
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

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
        report_progress(job=lost, told=Told("reading", 1, 2), now=LATER)
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
    job = take()
    report_progress(job=job, told=Told("checking", 300, 1000), now=NOW)
    report_progress(job=job, told=Told("checking", 400, 1000), now=LATER)
    assert Job.objects.values_list("step", "progress", "total", "step_at").get() == ("checking", 400, 1000, NOW)
    report_progress(job=job, told=Told("writing", 0, 1000), now=LATER)
    assert Job.objects.values_list("step", "progress", "total", "step_at").get() == ("writing", 0, 1000, LATER)


def test_finished_work_may_be_asked_for_again() -> None:
    submit(kind="upload", subject="7", by=None)
    fail(job=take(), now=NOW, message="坏文件")
    again = submit(kind="upload", subject="7", by=None)
    assert (again.state, again.attempts, again.message) == ("waiting", 0, "")


def test_work_that_waits_is_cancelled_at_once() -> None:
    officer = OfficerFactory()
    job = submit(kind="upload", subject="7", by=officer)
    assert cancel(job=job, by=officer, now=NOW).state == "cancelled"
    with pytest.raises(IllegalState):
        cancel(job=job, by=officer, now=NOW)


def test_work_in_progress_is_cancelled_when_its_worker_has_heard() -> None:
    officer = OfficerFactory()
    job = submit(kind="upload", subject="7", by=officer)
    running = take()
    asked = cancel(job=job, by=officer, now=NOW)
    assert (asked.state, asked.cancel_requested) == ("running", True)
    give_up(job=running, now=NOW)
    assert Job.objects.get().state == "cancelled"
    assert submit(kind="upload", subject="7", by=officer).cancel_requested is False


def test_work_to_be_cancelled_is_not_taken_up_again_when_its_worker_vanished() -> None:
    officer = OfficerFactory()
    job = submit(kind="upload", subject="7", by=officer)
    take()
    cancel(job=job, by=officer, now=NOW)
    assert claim(kinds=["upload"], now=LATER, worker="w") is None
    assert sweep(now=LATER) == []
    assert Job.objects.get().state == "cancelled"


def test_nobody_cancels_anothers_work() -> None:
    job = submit(kind="upload", subject="7", by=OfficerFactory())
    with pytest.raises(NotAllowed):
        cancel(job=job, by=OfficerFactory(), now=NOW)


def test_working_off_does_every_job_and_writes_down_how_it_ended() -> None:
    for subject in ("good", "bad", "broken"):
        submit(kind="upload", subject=subject, by=None)

    def work(job: Job, progress: Progress) -> None:
        progress.tell(1, 2, step=Job.Step.READING)
        if job.subject == "bad":
            raise InvalidValue("缺少一列")
        if job.subject == "broken":
            raise ZeroDivisionError

    assert work_off(kinds=["upload"], work=work, clock=lambda: NOW, worker="w") == 2 + MOST_ATTEMPTS
    found = {job.subject: (job.state, job.attempts, job.message, job.fault) for job in Job.objects.all()}
    assert found == {
        "good": ("done", 1, "", ""),
        "bad": ("failed", 1, "缺少一列", "invalid"),
        "broken": ("failed", MOST_ATTEMPTS, "ZeroDivisionError", "ZeroDivisionError"),
    }
    assert Job.objects.values_list("step", "progress", "total").get(subject="good") == ("reading", 1, 2)


def test_a_refusal_because_somebody_was_faster_ends_the_job() -> None:
    submit(kind="upload", subject="7", by=None)

    def work(job: Job, progress: Progress) -> None:
        raise StaleState("预览之后数据已被他人修改")

    work_off(kinds=["upload"], work=work, clock=lambda: NOW, worker="w")
    assert Job.objects.values_list("state", "message").get() == ("failed", "预览之后数据已被他人修改")


def test_system_administrators_cancel_anybodys_work_and_readers_none() -> None:
    job = submit(kind="upload", subject="7", by=OfficerFactory())
    with pytest.raises(NotAllowed):
        cancel(job=job, by=OfficerFactory(role=Role.AUDITOR), now=NOW)
    assert cancel(job=job, by=OfficerFactory(role=Role.SYSADMIN), now=NOW).state == "cancelled"


def test_one_sees_ones_own_work_and_administrators_all() -> None:
    officer = OfficerFactory()
    job = submit(kind="upload", subject="7", by=officer)
    assert Job.objects.get_visible(officer, pk=job.pk) == job
    with pytest.raises(NotFound):
        Job.objects.get_visible(OfficerFactory(), pk=job.pk)
    assert list(Job.objects.visible_to(OfficerFactory(role=Role.SYSADMIN))) == [job]
