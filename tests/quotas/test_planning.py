"""A plan from draft to closed: it moves on only when every task is handed on in full."""

from datetime import date
from decimal import Decimal

import pytest

from fixtures import reference
from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory
from tests.figures import told
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan, Quota
from tracker.quotas.planning import (
    allowed_plan_moves,
    check_plan,
    close_plan,
    create_plan,
    issue_plan,
    return_plan,
)
from tracker.quotas.services import QuotaRow, put_quota
from tracker.quotas.states import PlanState
from tracker.quotas.sums import shortfalls, surpluses
from tracker.quotas.versions import compare, totals
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, StaleState

pytestmark = pytest.mark.django_db
DUE, ON = date(2010, 9, 15), date(2010, 7, 1)
MILLS = "3米及以下水泥粉磨机"


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def plan(province: Officer) -> Plan:
    """Cement: 100 of the province, 60 of it Hangzhou's and 40 Ningbo's, 10 machines, 6 and 4."""
    plan = create_plan(code="P-1", year=2010, title="计划", deadline=DUE, by=province)
    for region, amount, count in (("330000", 100, 10), ("330100", 60, 6), ("330200", 40, 4)):
        put_quota(plan=plan, row=task(region, amount, count), by=province)
    return plan


def task(region: str, amount: int | str, count: int | None = None, unit: str = "万吨") -> QuotaRow:
    pieces = None if count is None else Decimal(count)
    return QuotaRow(region, "cement", MILLS, Decimal(amount), unit, DUE, pieces, "台" if count is not None else "")


def change(plan: Plan, region: str, row: QuotaRow, by: Officer) -> Quota:
    quota = Quota.objects.get(plan=plan, region=region, content=row.content)
    return put_quota(plan=plan, row=row, by=by, quota=quota, seen_version=quota.version)


def issued(plan: Plan, by: Officer) -> Plan:
    plan = check_plan(plan=plan, by=by, on=ON, seen_version=plan.version)
    return issue_plan(plan=plan, document_number="浙淘汰〔2010〕1号", by=by, on=ON, seen_version=plan.version)


def test_a_plan_goes_from_draft_through_check_and_issue_to_closed(plan: Plan, province: Officer) -> None:
    plan = issued(plan, province)
    assert told(plan.state, plan.document_number, plan.issued_on) == (PlanState.ISSUED, "浙淘汰〔2010〕1号", ON)
    plan = close_plan(plan=plan, by=province, on=DUE, seen_version=plan.version)
    assert plan.state == PlanState.CLOSED
    assert allowed_plan_moves(plan, province) == []


def test_a_draft_is_not_issued_unchecked(plan: Plan, province: Officer) -> None:
    with pytest.raises(IllegalState):
        issue_plan(plan=plan, document_number="1号", by=province, on=ON, seen_version=plan.version)


def test_a_plan_without_tasks_is_not_checked(province: Officer) -> None:
    empty = create_plan(code="P-2", year=2010, title="空", deadline=DUE, by=province)
    with pytest.raises(InvalidValue, match="还没有任务"):
        check_plan(plan=empty, by=province, on=ON, seen_version=empty.version)


def test_parts_short_of_their_task_name_the_node_the_unit_and_the_difference(plan: Plan, province: Officer) -> None:
    change(plan, "330200", task("330200", "37.5", 3), province)
    with pytest.raises(InvalidValue) as refused:
        check_plan(plan=plan, by=province, on=ON, seen_version=plan.version)
    assert refused.value.code == "sums_differ"
    named = [(gap["region"], gap["unit"], gap["difference"]) for gap in refused.value.data["gaps"]]
    assert named == [("330000", "万吨", "-2.5"), ("330000", "台", "-1")]
    assert "浙江省 水泥" in str(refused.value.message)


def test_a_city_that_takes_on_more_is_shown_and_keeps_nothing_back(plan: Plan, province: Officer) -> None:
    change(plan, "330200", task("330200", 55, 4), province)
    assert shortfalls(plan) == []
    (more,) = surpluses(plan)
    assert told(more.region_id, more.unit, more.difference) == ("330000", "万吨", 15)
    assert issued(plan, province).state == PlanState.ISSUED


def test_a_city_that_has_begun_to_hand_on_must_finish_before_issue(plan: Plan, province: Officer) -> None:
    put_quota(plan=plan, row=task("330183", 20, 6), by=province)
    with pytest.raises(InvalidValue) as refused:
        check_plan(plan=plan, by=province, on=ON, seen_version=plan.version)
    assert [gap["region"] for gap in refused.value.data["gaps"]] == ["330100"]


def test_multiples_of_one_base_add_up(province: Officer) -> None:
    plan = create_plan(code="P-3", year=2010, title="印染", deadline=DUE, by=province)
    for region, amount, unit in (("330000", "3", "亿米"), ("330600", "25000", "万米"), ("330100", "0.5", "亿米")):
        row = QuotaRow(region, "dyeing", "落后印染", Decimal(amount), unit, DUE)
        put_quota(plan=plan, row=row, by=province)
    assert told(shortfalls(plan), surpluses(plan)) == ([], [])


def test_a_checked_plan_rests_until_it_is_returned(plan: Plan, province: Officer) -> None:
    plan = check_plan(plan=plan, by=province, on=ON, seen_version=plan.version)
    with pytest.raises(IllegalState, match="退回草案"):
        change(plan, "330200", task("330200", 41, 4), province)
    plan = return_plan(plan=plan, by=province, reason="漏了一市", seen_version=plan.version)
    assert change(plan, "330200", task("330200", 41, 4), province).amount == 41


def test_only_the_province_moves_a_plan(plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        check_plan(plan=plan, by=OfficerFactory(role=Role.MUNICIPAL), on=ON, seen_version=plan.version)


def test_who_moves_a_plan_somebody_moved_before_is_told(plan: Plan, province: Officer) -> None:
    checked = check_plan(plan=plan, by=province, on=ON, seen_version=plan.version)
    return_plan(plan=checked, by=province, reason="重核", seen_version=checked.version)
    with pytest.raises(StaleState):
        check_plan(plan=plan, by=province, on=ON, seen_version=plan.version)


def test_a_city_may_raise_but_not_lower_what_it_was_issued(plan: Plan, province: Officer) -> None:
    plan = issued(plan, province)
    hangzhou = OfficerFactory(role=Role.MUNICIPAL)
    assert change(plan, "330100", task("330100", 75, 6), hangzhou).amount == 75
    with pytest.raises(InvalidValue, match="调整审批"):
        change(plan, "330100", task("330100", 59, 6), hangzhou)


def test_what_was_issued_stays_readable_beside_today(plan: Plan, province: Officer) -> None:
    plan = issued(plan, province)
    change(plan, "330100", task("330100", 75, 6), province)
    version = plan.versions.get()
    changed = [told(one.region, one.before, one.after) for one in compare(version, None, province) if one.differs]
    assert changed == [("杭州市", 60, 75)]
    sums = {(one.level, one.industry_id): told(one.before, one.after) for one in totals(version, None, province)}
    assert sums == {("city", "cement"): (100, 115), ("province", "cement"): (100, 100)}


def test_another_plan_may_not_take_the_same_code(plan: Plan, province: Officer) -> None:
    with pytest.raises(InvalidValue):
        create_plan(code=plan.code, year=2010, title="又一个", deadline=DUE, by=province)


def test_a_plan_made_by_the_factory_needs_no_sums() -> None:
    quota = QuotaFactory(plan=PlanFactory(), region=reference.region("330100"))
    assert shortfalls(quota.plan) == []
