"""From screening to plan: what falls is listed once; what must be surveyed first is refused by name."""

from datetime import date

import pytest

from fixtures.factories import FacilityFactory, OfficerFactory, PlanFactory, TargetFactory
from fixtures.screening import FindingFactory
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.targets.models import Target
from tracker.targets.picking import pick
from tracker.values.errors import InvalidValue

pytestmark = pytest.mark.django_db
DUE = date(2010, 9, 15)


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


def test_findings_become_targets_of_their_own_facilities(hangzhou: Officer, plan: Plan) -> None:
    finding = FindingFactory()
    pick(findings=[finding.pk], plan=plan, deadline=DUE, by=hangzhou)
    target = Target.objects.get(plan=plan)
    assert (target.facility, target.enterprise, target.amount, target.due_on) == (
        finding.facility, finding.enterprise, finding.facility.capacity, DUE,
    )  # fmt: skip


def test_a_facility_found_under_two_entries_is_listed_once(hangzhou: Officer, plan: Plan) -> None:
    first = FindingFactory()
    second = FindingFactory(facility=first.facility)
    pick(findings=[first.pk, second.pk], plan=plan, deadline=DUE, by=hangzhou)
    assert Target.objects.filter(plan=plan).count() == 1


def test_what_stands_on_the_list_is_left_as_it_is(hangzhou: Officer, plan: Plan) -> None:
    target = TargetFactory(plan=plan, amount=3)
    finding, new = FindingFactory(facility=target.facility), FindingFactory()
    pick(findings=[finding.pk, new.pk], plan=plan, deadline=DUE, by=hangzhou)
    target.refresh_from_db()
    assert (target.amount, Target.objects.filter(plan=plan).count()) == (3, 2)


@pytest.mark.parametrize("given", [{"status": "survey"}, {"facility__capacity": None, "facility__capacity_unit": ""}])
def test_what_must_be_surveyed_first_cannot_be_picked(hangzhou: Officer, plan: Plan, given: dict[str, object]) -> None:
    finding = FindingFactory(**given)
    with pytest.raises(InvalidValue) as refused:
        pick(findings=[finding.pk], plan=plan, deadline=DUE, by=hangzhou)
    assert refused.value.data["found"] == finding.facility.name


def test_another_citys_findings_cannot_be_picked(plan: Plan) -> None:
    finding = FindingFactory(facility=FacilityFactory())
    with pytest.raises(InvalidValue):
        pick(findings=[finding.pk], plan=plan, deadline=DUE, by=OfficerFactory(role=Role.MUNICIPAL, region_id="330200"))
