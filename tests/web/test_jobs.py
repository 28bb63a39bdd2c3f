"""The page of jobs: one's own, with how far each is; administrators see everybody's, but not what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fixtures.factories import OfficerFactory, UploadFactory
from tracker.jobs.models import Job
from tracker.jobs.progress import Pace, pace_of
from tracker.jobs.services import submit
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.tasks import TASK_OF
from tracker.web.job_kinds import NAMES, PAGES

WORDS = "第 7 行的企业名称读不出来"


@pytest.fixture
def officer(db: None) -> Officer:
    made: Officer = OfficerFactory()
    return made


@pytest.fixture
def running(officer: Officer) -> Job:
    """A third of it is done after ten seconds."""
    job, now = submit(kind="upload", subject=str(uuid4()), by=officer), timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state="running", step="checking", progress=1000, total=3000, attempts=1, step_at=now - timedelta(seconds=10)
    )
    return job


@pytest.fixture
def failed(officer: Officer) -> Job:
    made: Job = Job.objects.create(
        kind="upload", subject=str(uuid4()), state="failed", message=WORDS, fault="bad_workbook", created_by=officer
    )
    return made


def page_for(signed_in: Callable[..., Client], who: Officer | Role) -> str:
    return (signed_in(who) if isinstance(who, Role) else signed_in(officer=who)).get(reverse("jobs")).content.decode()


def test_a_job_names_its_file_to_who_sent_it_but_not_to_administrators(
    officer: Officer, signed_in: Callable[..., Client]
) -> None:
    upload = UploadFactory(uploaded_by=officer, file_name="杭州上报.xlsx")
    submit(kind="upload", subject=str(upload.pk), by=officer)
    assert "杭州上报.xlsx" in page_for(signed_in, officer)
    assert "杭州上报.xlsx" not in page_for(signed_in, Role.SYSADMIN)


def test_ones_own_job_shows_how_far_it_is_and_looks_again(
    running: Job, officer: Officer, signed_in: Callable[..., Client]
) -> None:
    page = page_for(signed_in, officer)
    assert "1,000 / 3,000" in page
    assert "核对" in page
    assert 'hx-trigger="every 2s"' in page
    assert reverse("job_cancel", args=[running.pk]) in page


def test_a_page_of_finished_jobs_says_why_and_does_not_look_again(
    failed: Job, officer: Officer, signed_in: Callable[..., Client]
) -> None:
    page = page_for(signed_in, officer)
    assert WORDS in page
    assert "every 2s" not in page
    assert "/cancel/" not in page


def test_others_jobs_are_nobodys_business(failed: Job, signed_in: Callable[..., Client]) -> None:
    assert f"#{failed.pk}" not in page_for(signed_in, Role.PROVINCIAL)


def test_the_system_administrator_sees_the_code_of_a_fault_and_no_word_of_business(
    failed: Job, signed_in: Callable[..., Client]
) -> None:
    page = page_for(signed_in, Role.SYSADMIN)
    assert f"#{failed.pk}" in page
    assert "bad_workbook" in page
    assert WORDS not in page
    assert failed.subject not in page


def test_a_running_job_is_asked_to_stop_and_a_waiting_one_stops(
    running: Job, officer: Officer, signed_in: Callable[..., Client]
) -> None:
    waiting, client = submit(kind="upload", subject=str(uuid4()), by=officer), signed_in(officer=officer)
    for job in (running, waiting):
        client.post(reverse("job_cancel", args=[job.pk]))
    assert list(Job.objects.order_by("pk").values_list("state", "cancel_requested")) == [
        ("running", True),
        ("cancelled", False),
    ]
    assert "正在取消" in page_for(signed_in, officer)


def test_nobody_stops_what_is_not_theirs(running: Job, signed_in: Callable[..., Client]) -> None:
    address = reverse("job_cancel", args=[running.pk])
    assert signed_in(Role.MUNICIPAL).post(address).status_code == 404
    assert signed_in(Role.AUDITOR).post(address).status_code == 403
    assert signed_in(Role.SYSADMIN).post(address).status_code == 302


def test_every_kind_of_job_has_a_name() -> None:
    assert set(TASK_OF) == set(NAMES)
    assert set(PAGES) <= set(NAMES)


def test_many_jobs_ask_no_more_than_few(signed_in: Callable[..., Client]) -> None:
    client, asked = signed_in(Role.SYSADMIN), []
    for _round in range(2):
        for _number in range(5):
            submit(kind="upload", subject=str(uuid4()), by=OfficerFactory())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("jobs")).status_code == 200
        asked.append(len(queries))
    assert asked[1] == asked[0] <= 15


def test_the_pace_is_that_of_the_step() -> None:
    now = timezone.now()
    assert pace_of(done=1000, total=3000, since=now - timedelta(seconds=10), now=now) == Pace(100.0, 20)
    assert pace_of(done=7, total=0, since=now - timedelta(seconds=7), now=now) == Pace(1.0, None)
    assert pace_of(done=0, total=3000, since=now - timedelta(seconds=10), now=now) == Pace(None, None)
    assert pace_of(done=9, total=9, since=None, now=now) == Pace(None, None)
