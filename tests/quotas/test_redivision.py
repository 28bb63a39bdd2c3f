"""Counties renamed, merged and split while plans run: old plans keep their names, new sums are right."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory, TargetFactory
from tests.figures import told
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.distribution import Portion
from tracker.quotas.models import Plan, Quota
from tracker.quotas.redivision import hand_over, split_quota
from tracker.quotas.sums import shortfalls, surpluses
from tracker.quotas.versions import compare
from tracker.regions.models import Region
from tracker.regions.succession import heirs
from tracker.targets.node_figures import nodes
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db
MILLS = "3米及以下水泥粉磨机"
FUYANG_2014, HANGZHOU_2021, SHAOXING_2013 = date(2014, 12, 13), date(2021, 3, 11), date(2013, 10, 18)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


def region(code: str) -> Region:
    return Region.objects.get(pk=code)


def plan_of(city: str, year: int, **counties: tuple[int, int]) -> Plan:
    """A plan with one city's task, its counties' parts of capacity and machines adding up to it."""
    plan = PlanFactory(year=year, deadline=date(year, 9, 30), issued_on=date(year, 2, 1))
    amount, count = (sum(part[n] for part in counties.values()) for n in (0, 1))
    top = quota(plan, city, amount, count, None)
    for code, part in counties.items():
        quota(plan, code.removeprefix("c"), *part, top)
    return plan


def quota(plan: Plan, code: str, amount: int, count: int, parent: Quota | None) -> Quota:
    counted = {"equipment_count": count, "equipment_unit": "台"}
    return QuotaFactory(plan=plan, region=region(code), content=MILLS, amount=amount, parent=parent, **counted)


def amounts(plan: Plan) -> dict[str, Any]:
    rows = Quota.objects.filter(plan=plan, region__level="county")
    return {row.region_id: (row.amount, row.equipment_count) for row in rows}


def test_fuyang_becomes_a_district_and_keeps_its_task_and_its_targets(province: Officer) -> None:
    plan = plan_of("330100", 2014, c330183=(30, 3), c330122=(10, 1))
    old = Quota.objects.get(plan=plan, region="330183")
    TargetFactory(plan=plan, quota=old, facility__enterprise__region=region("330183"), amount=12)
    assert hand_over(plan=plan, region=region("330183"), heir=region("330111"), by=province, on=FUYANG_2014) == 1
    assert amounts(plan) == {"330111": (30, 3), "330122": (10, 1)}
    found = {node.quota.region_id: node for node in nodes(Quota.objects.filter(plan=plan), province, FUYANG_2014)}
    assert found["330111"].capacity.covered == 12
    assert found["330100"].capacity.covered == 12
    assert found["330100"].capacity.undistributed == 0


def test_the_plan_as_it_was_keeps_the_names_of_its_date(province: Officer) -> None:
    plan = plan_of("330600", 2013, c330621=(50, 5), c330602=(10, 1))
    hand_over(plan=plan, region=region("330621"), heir=region("330603"), by=province, on=SHAOXING_2013)
    before, after = plan.versions.all()
    assert "绍兴县" in before.lines.values_list("region_name", flat=True)
    assert "柯桥区" in after.lines.values_list("region_name", flat=True)
    changed = {one.region: told(one.before, one.after) for one in compare(before, after, province) if one.differs}
    assert changed == {"绍兴县": (50, None), "柯桥区": (None, 50)}


def test_a_closed_plan_is_never_touched(province: Officer) -> None:
    plan = plan_of("330600", 2010, c330621=(50, 5))
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    with pytest.raises(IllegalState):
        hand_over(plan=plan, region=region("330621"), heir=region("330603"), by=province, on=SHAOXING_2013)
    assert amounts(plan) == {"330621": (50, 5)}


def test_hangzhou_2021_merges_two_districts_and_splits_two_others(province: Officer) -> None:
    parts = {"c330102": (10, 1), "c330103": (20, 2), "c330104": (30, 3), "c330105": (40, 4), "c330110": (50, 5)}
    plan = plan_of("330100", 2021, **parts)
    hand_over(plan=plan, region=region("330103"), heir=region("330105"), by=province, on=HANGZHOU_2021)
    split(
        plan,
        "330104",
        province,
        Portion("330102", Decimal("22.5"), Decimal(2)),
        Portion("330114", Decimal("7.5"), Decimal(1)),
    )
    yuhang = Quota.objects.get(plan=plan, region="330110")
    assert yuhang.amount == 50  # goes on under its name; what it gives to Linping is an adjustment of its own
    assert amounts(plan) == {
        "330102": (Decimal("32.5"), 3),
        "330105": (60, 6),
        "330114": (Decimal("7.5"), 1),
        "330110": (50, 5),
    }
    assert told(shortfalls(plan), surpluses(plan)) == ([], [])


def split(plan: Plan, code: str, by: Officer, *portions: Portion) -> None:
    own = Quota.objects.get(plan=plan, region=code)
    split_quota(quota=own, portions=portions, by=by, on=HANGZHOU_2021, seen_version=own.version)


def test_a_split_takes_exactly_what_there_was(province: Officer) -> None:
    plan = plan_of("330100", 2021, c330104=(30, 3))
    with pytest.raises(InvalidValue) as refused:
        split(plan, "330104", province, Portion("330102", Decimal(29), Decimal(3)))
    assert refused.value.data["difference"] == -1
    with pytest.raises(InvalidValue, match="装备"):
        split(plan, "330104", province, Portion("330102", Decimal(30), Decimal(2)))
    assert amounts(plan) == {"330104": (30, 3)}


def test_targets_of_a_split_county_count_for_the_city_until_they_are_moved(province: Officer) -> None:
    plan = plan_of("330100", 2021, c330104=(30, 3))
    own = Quota.objects.get(plan=plan, region="330104")
    TargetFactory(plan=plan, quota=own, facility__enterprise__region=region("330104"), amount=9)
    split(
        plan, "330104", province, Portion("330102", Decimal(20), Decimal(2)), Portion("330114", Decimal(10), Decimal(1))
    )
    found = {node.quota.region_id: node for node in nodes(Quota.objects.filter(plan=plan), province, HANGZHOU_2021)}
    assert found["330100"].capacity.covered == 9
    assert found["330102"].capacity.covered == 0


def test_only_the_province_redivides() -> None:
    plan = plan_of("330100", 2014, c330183=(30, 3))
    with pytest.raises(NotAllowed):
        hand_over(
            plan=plan,
            region=region("330183"),
            heir=region("330111"),
            by=OfficerFactory(role=Role.MUNICIPAL),
            on=FUYANG_2014,
        )


def test_heirs_are_those_of_the_day() -> None:
    assert "330183" not in heirs(date(2014, 12, 12))
    assert heirs(FUYANG_2014)["330183"] == "330111"
    assert heirs(HANGZHOU_2021)["330103"] == "330105"
    assert heirs(SHAOXING_2013).get("330621") == "330603"
