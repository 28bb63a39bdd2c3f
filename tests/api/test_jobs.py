"""Jobs in the API: one's own; those who audit see all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Asker
from tracker.jobs.models import Job
from tracker.jobs.services import submit
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


def test_one_sees_ones_own_jobs_and_an_auditor_all(ask_as: Callable[..., Asker], auditor: Asker) -> None:
    city, other = ask_as(Role.MUNICIPAL), ask_as(Role.MUNICIPAL, "330200")
    job = submit(kind="upload", subject="7", by=city.officer)
    Job.objects.filter(pk=job.pk).update(state="running", step="checking", progress=5, total=9)
    (row,) = city.rows("jobs/")
    assert (row["done"], row["total"], row["step"], row["step_label"]) == (5, 9, "checking", "核对")
    assert row["created_by"] == city.officer.username
    assert other.rows("jobs/") == []
    assert other(f"jobs/{job.pk}/").status_code == 404
    assert [each["id"] for each in auditor.rows("jobs/", state="running")] == [job.pk]
    assert auditor.rows("jobs/", state="failed") == []
