"""Figures of the tree: every node holds what lies below it, each measure in its own unit, by industry and by department."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fixtures import reference
from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory, TargetFactory
from tests.figures import told
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region
from tracker.targets.node_figures import Node, by_department, nodes

pytestmark = pytest.mark.django_db
ON, DONE = date(2010, 9, 16), date(2010, 9, 10)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def plan() -> Plan:
    """Dyeing: 3 亿米 and 6 lines of the province, Shaoxing's and Hangzhou's halves, all Shaoxing's in Keqiao's forerunner."""
    plan = PlanFactory()
    whole = task(plan, "330000", "3", "亿米", 6, None)
    task(plan, "330100", "15000", "万米", 3, whole)
    shaoxing = task(plan, "330600", "1.5", "亿米", 3, whole)
    county = task(plan, "330621", "16000", "万米", 3, shaoxing)
    for amount, unit, facts in (
        ("0.5", "亿米", {}),
        ("4000", "万米", {"stage": "reported", "completed_on": DONE}),
        ("2000", "万米", {"stage": "accepted", "completed_on": DONE, "accepted_on": DONE}),
        ("9999", "万米", {"stage": "withdrawn", "withdrawn_on": DONE}),
    ):
        fields = {"amount": Decimal(amount), "unit": unit, "equipment_count": 1, "equipment_unit": "条", **facts}
        place = reference.region("330621")
        industry = reference.industry("dyeing")
        TargetFactory(
            plan=plan,
            quota=county,
            facility__enterprise__region=place,
            facility__enterprise__industry=industry,
            facility__capacity_unit="万米",
            **fields,
        )
    return plan


def task(plan: Plan, code: str, amount: str, unit: str, lines: int, parent: Quota | None) -> Quota:
    return QuotaFactory(
        plan=plan,
        region=Region.objects.get(pk=code),
        industry=reference.industry("dyeing"),
        content="落后印染生产线",
        amount=Decimal(amount),
        unit=unit,
        equipment_count=lines,
        equipment_unit="条",
        lead_department_id="dept-eic",
        parent=parent,
    )


def by_region(plan: Plan, officer: Officer) -> dict[str, Node]:
    rows = Quota.objects.visible_to(officer).filter(plan=plan)
    return {node.quota.region_id: node for node in nodes(rows, officer, ON)}


def test_every_node_holds_what_lies_below_it_in_its_own_unit(plan: Plan, province: Officer) -> None:
    found = by_region(plan, province)
    whole, city, county = (found[code].capacity for code in ("330000", "330600", "330621"))
    assert told(whole.unit, whole.assigned, whole.distributed) == ("亿米", 3, 3)
    assert told(whole.covered, whole.reported, whole.accepted) == (Decimal("1.1"), Decimal("0.6"), Decimal("0.2"))
    assert told(county.covered, county.reported, county.accepted, county.remaining) == (11000, 6000, 2000, 14000)
    assert city.undistributed == Decimal("-0.1")  # the county took on more


def test_equipment_is_counted_beside_and_never_added(plan: Plan, province: Officer) -> None:
    equipment = by_region(plan, province)["330000"].equipment
    assert equipment is not None
    assert told(equipment.unit, equipment.assigned, equipment.covered) == ("条", 6, 3)
    assert told(equipment.reported, equipment.accepted, equipment.remaining) == (2, 1, 5)


def test_before_the_day_of_acceptance_nothing_was_accepted(plan: Plan, province: Officer) -> None:
    rows = Quota.objects.filter(plan=plan, region="330000")
    (whole,) = nodes(rows, province, date(2010, 9, 9))
    assert whole.capacity.accepted == 0


def test_sums_per_lead_department(plan: Plan, province: Officer) -> None:
    (line,) = by_department(plan, province, ON)
    assert told(line["lead_department_id"], line["own_unit"]) == ("dept-eic", "万米")
    assert told(line["assigned"], line["covered"], line["accepted"]) == (30000, 11000, 2000)


def test_a_city_sees_its_own_part_only(plan: Plan) -> None:
    hangzhou = OfficerFactory(role=Role.MUNICIPAL)
    assert list(by_region(plan, hangzhou)) == ["330100"]


def test_as_many_queries_for_one_node_as_for_all(
    plan: Plan, province: Officer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert province.scope
    with django_assert_num_queries(4):
        nodes(Quota.objects.visible_to(province).filter(plan=plan), province, ON)
