"""Merging rows as a set: what each row does, and that only changed rows are written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.factories import OfficerFactory, PlanFactory
from tracker.audit.history import events_of
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import QuotaRow, merge_quotas

pytestmark = pytest.mark.django_db
ROW = QuotaRow(
    "330100", "cement", "直径3米及以下粉磨机", Decimal("120.5"), "万吨", date(2010, 9, 15), Decimal(10), "台"
)


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


def merge(plan: Plan, *rows: QuotaRow, dry_run: bool = False) -> list[str]:
    result = merge_quotas(plan=plan, rows=rows, by=OfficerFactory(), dry_run=dry_run)
    return [effect.action for effect in result.effects]


def test_new_rows_are_created_and_the_same_rows_again_change_nothing(plan: Plan) -> None:
    other = replace(ROW, content="机立窑")
    assert merge(plan, ROW, other) == ["create", "create"]
    assert merge(plan, ROW, other) == ["unchanged", "unchanged"]
    assert set(plan.quotas.values_list("version", flat=True)) == {1}


def test_a_changed_row_tells_its_old_values_and_raises_its_version(plan: Plan) -> None:
    merge(plan, ROW)
    result = merge_quotas(plan=plan, rows=[replace(ROW, amount=Decimal(130))], by=OfficerFactory())
    assert result.effects[0].before is not None
    assert Decimal(result.effects[0].before["amount"] or 0) == Decimal("120.5")
    quota = plan.quotas.get()
    assert (quota.amount, quota.version) == (Decimal(130), 2)


def test_a_dry_run_writes_nothing(plan: Plan) -> None:
    assert merge(plan, ROW, dry_run=True) == ["create"]
    assert not plan.quotas.exists()


def test_only_changed_rows_leave_history(plan: Plan) -> None:
    merge(plan, ROW, replace(ROW, content="机立窑"))
    merge(plan, ROW, replace(ROW, content="机立窑", remark="新"))
    assert labels(plan, "机立窑") == ["insert", "update"]
    assert labels(plan, ROW.content) == ["insert"]


def labels(plan: Plan, content: str) -> list[str]:
    row = Quota.objects.get(plan=plan, content=content)
    return list(events_of(row).values_list("pgh_label", flat=True))


contents = st.dictionaries(
    st.sampled_from("甲乙丙丁戊"), st.decimals(min_value=0, max_value=10**6, places=4), max_size=5
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=contents, second=contents)
def test_merging_leaves_exactly_the_last_word_on_every_row(
    plan: Plan, first: dict[str, Decimal], second: dict[str, Decimal]
) -> None:
    Quota.objects.filter(plan=plan).delete()
    for stated in (first, second):
        merge(plan, *rows_of(stated))
    assert dict(plan.quotas.values_list("content", "amount")) == {**first, **second}


def rows_of(stated: dict[str, Decimal]) -> list[Any]:
    return [replace(ROW, content=content, amount=amount) for content, amount in stated.items()]
