"""Undoing an import: the tables are as they were, or it is refused naming the row in the way; once, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import reference
from fixtures.factories import (
    FacilityFactory,
    OfficerFactory,
    PlanFactory,
    QuotaFactory,
    TargetFactory,
    furnish,
)
from tests.workbooks.imports import CODES, TODAY, imported, row, undone
from tests.workbooks.rows import good
from tracker.audit.feed import tracked_models
from tracker.audit.history import events_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise, Facility, FacilityFact
from tracker.targets.models import StageFact, Target
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState
from tracker.workbooks.models import Upload
from tracker.workbooks.undoing import foresee_undo, may_undo, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


def everything() -> dict[str, Any]:
    """All that has a history, but for the counters of versions and the uploads themselves."""
    told = {}
    with connection.cursor() as cursor:
        for name, model in tracked_models().items():
            if model is not Upload:
                cursor.execute(f"SELECT to_jsonb(t) - 'version' FROM \"{model._meta.db_table}\" t ORDER BY 1")
                told[name] = [row for (row,) in cursor.fetchall()]
    return told


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows(kind: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    made = st.builds(row, st.just(kind), st.sampled_from(list(CODES)), st.integers(1, 30), coded=st.booleans())
    return st.lists(
        made, min_size=1, max_size=3, unique_by=lambda values: values["content" if kind == "quotas" else "equipment"]
    )


@pytest.mark.parametrize("kind", ["quotas", "targets", "facilities", "readings"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_two_imports_undone_last_first_leave_the_tables_as_they_were(
    kind: str, data: st.DataObject, plan: Plan, hangzhou: Officer
) -> None:
    with rolled_back():
        old = Enterprise.objects.create(name="老厂", region_id=reference.FUYANG, industry_id="cement")
        for name in ("老一", "老二", "老三"):
            FacilityFactory(enterprise=old, name=name)
        before = everything()
        first = imported(kind, plan, hangzhou, *data.draw(rows(kind)))
        between = everything()
        second = imported(kind, plan, hangzhou, *data.draw(rows(kind)))
        undone(second, hangzhou)
        assert everything() == between
        if not FacilityFact.objects.exists():  # a fact of a day is never taken away, so what it tells of stays
            undone(first, hangzhou)
            assert everything() == before


def test_progress_goes_back_with_its_facts(plan: Plan) -> None:
    target = furnish(TargetFactory(plan=plan, facility__enterprise__region=reference.region(reference.FUYANG)))
    county = OfficerFactory(role=Role.COUNTY)
    before = everything()
    said = good("progress", enterprise=target.enterprise.name, equipment=target.facility.name, amount=None, unit=None)
    upload = imported("progress", plan, county, said | {"completed_on": TODAY})
    assert Target.objects.get(pk=target.pk).stage == "stopped"
    undone(upload, county)
    assert everything() == before
    assert not StageFact.objects.filter(target=target).exists()


def test_facts_of_a_day_are_corrected_for_that_day(plan: Plan, hangzhou: Officer) -> None:
    imported("facilities", plan, hangzhou, row("facilities", "一", 10))
    second = imported("facilities", plan, hangzhou, row("facilities", "一", 20))
    undone(second, hangzhou)
    facility = Facility.objects.get(name="一")
    told = FacilityFact.objects.filter(facility=facility, on__lte=TODAY).last()
    assert facility.capacity == 10
    assert told is not None
    assert (told.on, told.capacity) == (TODAY, 10)


def test_an_undone_import_says_who_and_why_and_its_rows_say_so_too(plan: Plan, hangzhou: Officer) -> None:
    standing = QuotaFactory(plan=plan, content="一", amount=Decimal(7))
    upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10))
    seen = undone(upload, hangzhou)
    assert (seen.state, seen.undone_by, seen.undo_reason) == (Upload.State.UNDONE, hangzhou, "传错了文件")
    standing.refresh_from_db()
    event = events_of(standing).last()
    assert event is not None
    assert (standing.amount, event.amount, event.pgh_context["name"]) == (7, 7, hangzhou.username)
    assert "传错了文件" in event.pgh_context["reason"]


def test_a_row_changed_since_refuses_it_by_name(plan: Plan, hangzhou: Officer) -> None:
    upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10), row("quotas", "二", 10))
    changed = plan.quotas.get(content="二")
    later = OfficerFactory(role=Role.MUNICIPAL)
    imported("quotas", plan, later, row("quotas", "二", 11))
    before = everything()
    with pytest.raises(StaleState) as refused:
        undone(upload, hangzhou)
    (named,) = refused.value.data["rows"]
    assert (named["table"], named["key"], named["by"], named["fields"]) == (
        "quota",
        str(changed.pk),
        later.username,
        "amount",
    )
    assert everything() == before
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.APPLIED


def test_what_was_built_upon_a_row_refuses_it(plan: Plan, hangzhou: Officer) -> None:
    upload = imported("facilities", plan, hangzhou, row("facilities", "一", 10))
    resting = TargetFactory(plan=plan, facility=Facility.objects.get(name="一"))
    outlook = foresee_undo(upload=upload, by=hangzhou, on=TODAY)
    assert {(each.model, each.key, each.resting_on) for each in outlook.obstacles} == {
        (Target, resting.pk, Facility),
        (Target, resting.pk, Enterprise),
    }
    with pytest.raises(StaleState):
        undone(upload, hangzhou)


def test_foreseeing_tells_the_rows_of_each_table_and_changes_nothing(plan: Plan, hangzhou: Officer) -> None:
    QuotaFactory(plan=plan, content="一")
    upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10), row("quotas", "二", 10))
    before = everything()
    (touched,) = foresee_undo(upload=upload, by=hangzhou, on=TODAY).touched
    assert (touched.model.__name__, touched.created, touched.changed) == ("Quota", 1, 1)
    assert everything() == before


def test_twice_is_once(plan: Plan, hangzhou: Officer) -> None:
    upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10))
    undone(upload, hangzhou)
    imported("quotas", plan, hangzhou, row("quotas", "一", 10))
    with pytest.raises(IllegalState):
        undone(upload, hangzhou)
    assert plan.quotas.count() == 1


def test_it_takes_a_reason_the_right_and_the_version_one_saw(plan: Plan, hangzhou: Officer) -> None:
    upload = imported("quotas", plan, hangzhou, row("quotas", "一", 10))
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.NINGBO))
    with pytest.raises(InvalidValue):
        undone(upload, hangzhou, reason=" ")
    with pytest.raises(NotFound):
        undone(upload, ningbo)
    with pytest.raises(NotAllowed):
        undone(upload, OfficerFactory(role=Role.AUDITOR))
    with pytest.raises(StaleState):
        undo(upload=upload, by=hangzhou, on=TODAY, reason="x", seen_version=upload.version + 1)
    assert [may_undo(upload, one) for one in (hangzhou, ningbo)] == [True, False]
    assert plan.quotas.exists()
