"""Undoing an import while others work: one of two undoes, and what a plan became since stands."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from fixtures.factories import OfficerFactory, PlanFactory
from tests.database import Database
from tests.workbooks.imports import TODAY, imported, row, undone
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.values.errors import IllegalState, StaleState
from tracker.workbooks.models import Upload


def test_of_two_at_once_one_undoes_and_one_is_told(committed_db: Database) -> None:
    with acting(system("test")):
        plan, hangzhou = PlanFactory(), OfficerFactory(role=Role.MUNICIPAL)
        upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10))
    start, told = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            with acting(hangzhou.actor):
                undone(upload, hangzhou)
        except (IllegalState, StaleState) as refused:
            told.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting(system("test")):
        assert (plan.quotas.count(), Upload.objects.get(pk=upload.pk).version) == (0, upload.version + 1)
    assert len(told) == 1


def test_a_plan_issued_since_is_corrected_by_adjustment(committed_db: Database) -> None:
    with acting(system("test")):
        plan, hangzhou = PlanFactory(state=Plan.State.DRAFT, issued_on=None), OfficerFactory(role=Role.MUNICIPAL)
        upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10))
    with acting(system("test")):
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.ISSUED, issued_on=TODAY)
    with acting(hangzhou.actor), pytest.raises(IllegalState, match="任务调整"):
        undone(upload, hangzhou)
