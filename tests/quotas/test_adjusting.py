"""Adjustments after issue: a city asks, the province decides and balances; the issued version and every sum stay readable."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fixtures import reference
from fixtures.factories import (
    EnterpriseFactory,
    FacilityFactory,
    OfficerFactory,
    PlanFactory,
    QuotaFactory,
    TargetFactory,
)
from tests.figures import told
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.adjusting import allowed_adjustment_moves, refuse, withdraw
from tracker.quotas.adjustment_lines import AdjustmentRow
from tracker.quotas.adjustment_tables import Adjustment
from tracker.quotas.models import Plan, Quota
from tracker.quotas.requesting import Exchange, request_adjustment
from tracker.quotas.states import AdjustmentState, PlanState
from tracker.quotas.versions import compare
from tracker.regions.models import Region
from tracker.registry.models import Facility
from tracker.targets.holding import Held, begin_hold
from tracker.targets.models import Target
from tracker.targets.substituting import approve_adjustment
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

pytestmark = pytest.mark.django_db
ON = date(2010, 8, 1)
MILLS = "3米及以下水泥粉磨机"
LESS = AdjustmentRow("330100", "cement", MILLS, Decimal(-5), "万吨", Decimal(-1), "台")
MORE = replace(LESS, region_id="330200", change=Decimal(5), equipment_change=Decimal(1))


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def plan() -> Plan:
    plan = PlanFactory()
    whole = quota(plan, Region.objects.get(pk="330000"), 100, 10, None)
    quota(plan, reference.region("330100"), 60, 6, whole)
    quota(plan, reference.region("330200"), 40, 4, whole)
    return plan


def quota(plan: Plan, region: Region, amount: int, count: int, parent: Quota | None) -> Quota:
    counted = {"equipment_count": count, "equipment_unit": "台"}
    return QuotaFactory(plan=plan, region=region, content=MILLS, amount=amount, parent=parent, **counted)


def ask(plan: Plan, by: Officer, *rows: AdjustmentRow, exchanges: tuple[Exchange, ...] = ()) -> Adjustment:
    return request_adjustment(
        plan=plan, region=by.region, reason="企业转产受阻", by=by, on=ON, rows=rows, exchanges=exchanges
    )


def grant(adjustment: Adjustment, by: Officer, *balance: AdjustmentRow) -> Adjustment:
    return approve_adjustment(
        adjustment=adjustment, by=by, on=ON, seen_version=adjustment.version, document_number="2号", balance=balance
    )


def amounts(plan: Plan) -> dict[str, Any]:
    return {one.region_id: (one.amount, one.equipment_count) for one in Quota.objects.filter(plan=plan)}


def test_what_one_city_is_spared_another_takes_on(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    granted = grant(ask(plan, hangzhou, LESS), province, MORE)
    assert granted.state == AdjustmentState.APPROVED
    assert amounts(plan) == {"330000": (100, 10), "330100": (55, 5), "330200": (45, 5)}
    plan.refresh_from_db()
    assert plan.state == PlanState.ADJUSTED


def test_before_and_after_are_written_down_and_the_issued_version_stays(
    plan: Plan, hangzhou: Officer, province: Officer
) -> None:
    granted = grant(ask(plan, hangzhou, LESS), province, MORE)
    lines = granted.lines.values_list("region_id", "before", "after", "equipment_before", "equipment_after")
    assert [told(*line) for line in lines] == [("330100", 60, 55, 6, 5), ("330200", 40, 45, 4, 5)]
    issued, adjusted = plan.versions.all()
    changed = [one for one in compare(issued, adjusted, province) if one.differs]
    assert [told(one.region, one.before, one.after) for one in changed] == [("杭州市", 60, 55), ("宁波市", 40, 45)]


def test_a_task_nobody_takes_over_is_refused_with_its_difference(
    plan: Plan, hangzhou: Officer, province: Officer
) -> None:
    with pytest.raises(InvalidValue) as refused:
        grant(ask(plan, hangzhou, LESS), province)
    assert [(gap["unit"], gap["difference"]) for gap in refused.value.data["gaps"]] == [("万吨", "-5"), ("台", "-1")]
    assert amounts(plan)["330100"] == (60, 6)


def test_the_province_may_lower_its_own_task_instead(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    grant(ask(plan, hangzhou, LESS), province, replace(LESS, region_id="330000"))
    assert amounts(plan)["330000"] == (95, 9)


def test_nobody_decides_on_a_request_of_their_own(plan: Plan, province: Officer) -> None:
    own = ask(plan, province, LESS, MORE)
    assert [step.verb for step in allowed_adjustment_moves(own, province)] == ["withdraw"]
    with pytest.raises(NotAllowed):
        grant(own, province)
    assert grant(own, OfficerFactory(role=Role.PROVINCIAL)).state == AdjustmentState.APPROVED


def test_a_city_asks_for_itself_only_and_decides_nothing(plan: Plan, hangzhou: Officer) -> None:
    with pytest.raises(NotFound):
        ask(plan, hangzhou, MORE)
    with pytest.raises(NotAllowed):
        grant(ask(plan, hangzhou, LESS), hangzhou)


def test_a_refusal_needs_its_reason_and_changes_nothing(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    asked = ask(plan, hangzhou, LESS)
    with pytest.raises(InvalidValue):
        refuse(adjustment=asked, by=province, on=ON, seen_version=1, note=" ")
    refused = refuse(adjustment=asked, by=province, on=ON, seen_version=1, note="理由不足")
    assert told(refused.state, amounts(plan)["330100"]) == (AdjustmentState.REFUSED, (60, 6))
    with pytest.raises(IllegalState):
        withdraw(adjustment=refused, by=hangzhou, on=ON, seen_version=refused.version)


def test_a_request_withdrawn_meanwhile_is_not_approved(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    asked = ask(plan, hangzhou, LESS)
    withdraw(adjustment=asked, by=hangzhou, on=ON, seen_version=1)
    with pytest.raises(StaleState):
        grant(asked, province, MORE)
    assert amounts(plan)["330100"] == (60, 6)


@pytest.mark.parametrize(
    "row",
    [
        replace(LESS, change=Decimal(-61)),
        replace(LESS, unit="万米"),
        replace(LESS, equipment_unit="座"),
        replace(LESS, change=Decimal(0), equipment_change=None, equipment_unit=""),
        replace(LESS, content="没有的任务"),
    ],
)
def test_what_cannot_be_done_is_not_even_asked(plan: Plan, hangzhou: Officer, row: AdjustmentRow) -> None:
    with pytest.raises(InvalidValue):
        ask(plan, hangzhou, row)


def test_a_draft_needs_no_adjustment(hangzhou: Officer) -> None:
    with pytest.raises(IllegalState):
        ask(PlanFactory(state="draft"), hangzhou, LESS)


def mill(capacity: str, **kwargs: object) -> Facility:
    owner = EnterpriseFactory(region=reference.region("330183"))
    return FacilityFactory(enterprise=owner, capacity=Decimal(capacity), capacity_unit="万吨", **kwargs)


def test_a_substitute_of_equal_or_more_capacity_takes_the_place(
    plan: Plan, hangzhou: Officer, province: Officer
) -> None:
    listed = TargetFactory(plan=plan, facility=mill("10.5"), amount=Decimal("10.5"))
    substitute = mill("12")
    grant(ask(plan, hangzhou, exchanges=(Exchange(listed.facility, substitute),)), province)
    listed.refresh_from_db()
    joined = Target.objects.get(plan=plan, facility=substitute)
    assert told(listed.stage, listed.withdrawn_on) == ("withdrawn", ON)
    assert told(joined.amount, joined.due_on) == (12, listed.due_on)


def test_a_held_case_ends_when_its_target_is_exchanged(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    listed = TargetFactory(plan=plan, facility=mill("10.5"), amount=Decimal("10.5"))
    Target.objects.filter(pk=listed.pk).update(stage="held")
    begin_hold(listed, Held("debt", "王主任", "拍卖后拆除", ON), ON)
    grant(ask(plan, hangzhou, exchanges=(Exchange(listed.facility, mill("12")),)), province)
    assert listed.held_cases.get().ended_on == ON


def test_a_smaller_substitute_is_refused(plan: Plan, hangzhou: Officer) -> None:
    listed = TargetFactory(plan=plan, facility=mill("10.5"))
    with pytest.raises(InvalidValue, match="不少于"):
        ask(plan, hangzhou, exchanges=(Exchange(listed.facility, mill("10.4")),))


@pytest.mark.parametrize("gone", ["merged_into", "retired_on", "status"])
def test_what_is_gone_takes_no_place(plan: Plan, hangzhou: Officer, gone: str) -> None:
    listed, substitute = TargetFactory(plan=plan, facility=mill("10.5")), mill("12")
    setattr(substitute, gone, {"merged_into": mill("12"), "retired_on": ON, "status": "dismantled"}[gone])
    substitute.save()
    with pytest.raises(InvalidValue, match="不能用来替代"):
        ask(plan, hangzhou, exchanges=(Exchange(listed.facility, substitute),))


def test_a_finished_target_is_not_exchanged(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    listed = TargetFactory(plan=plan, facility=mill("10.5"), done=True)
    asked = ask(plan, hangzhou, exchanges=(Exchange(listed.facility, mill("11")),))
    with pytest.raises(IllegalState):
        grant(asked, province)
