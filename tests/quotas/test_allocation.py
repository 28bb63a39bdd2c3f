"""The allocation assistant: in proportion to what was surveyed, and honest about what that means to each city."""

from datetime import date
from decimal import Decimal

import pytest

from fixtures import reference
from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory, PlanFactory, QuotaFactory
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.allocation import Basis, Proposal, Wish, propose
from tracker.quotas.models import Quota
from tracker.regions.models import Region
from tracker.registry.models import Enterprise, Facility
from tracker.values.errors import InvalidValue

pytestmark = pytest.mark.django_db
ON = date(2010, 4, 1)
HANGZHOU, NINGBO, WENZHOU = "330100", "330200", "330300"


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def task() -> Quota:
    """Cement, 100 万吨 and 10 machines; the whole province's, where Hangzhou has 300, Ningbo 150 and Wenzhou 50."""
    for county, capacity, ownership in (
        ("330183", 200, "private"),
        ("330122", 100, "state"),
        ("330281", 150, "private"),
        ("330381", 50, "collective"),
    ):
        has(county, capacity, ownership)
    province = Region.objects.get(pk="330000")
    plan = PlanFactory(state="draft")
    return QuotaFactory(plan=plan, region=province, amount=100, equipment_count=10, equipment_unit="台")


def has(county: str, capacity: int, ownership: str = "private", **kwargs: object) -> Facility:
    owner = EnterpriseFactory(region=reference.region(county), ownership=Enterprise.Ownership(ownership))
    return FacilityFactory(enterprise=owner, capacity=Decimal(capacity), capacity_unit="万吨", **kwargs)


def amounts(proposal: Proposal) -> dict[str, Decimal]:
    return {part.region_id: part.amount for part in proposal.parts if part.amount}


def test_by_stock_everyone_gives_up_the_same_share(task: Quota, province: Officer) -> None:
    proposal = propose(quota=task, wish=Wish(), officer=province, on=ON)
    assert amounts(proposal) == {HANGZHOU: 60, NINGBO: 30, WENZHOU: 10}
    assert {part.share_of_stock for part in proposal.parts if part.amount} == {Decimal("0.2")}
    assert proposal.total == task.amount


def test_equipment_is_split_in_whole_pieces_beside_the_capacity(task: Quota, province: Officer) -> None:
    proposal = propose(quota=task, wish=Wish(), officer=province, on=ON)
    counts = {part.region_id: part.equipment_count for part in proposal.parts if part.equipment_count}
    assert sum(counts.values()) == 10
    assert counts[HANGZHOU] == 5  # two of four machines surveyed


def test_the_burden_is_shown_by_ownership(task: Quota, province: Officer) -> None:
    proposal = propose(quota=task, wish=Wish(), officer=province, on=ON)
    assert proposal.burden == {"collective": 10, "private": 70, "state": 20}


def test_what_a_plan_eliminated_is_no_stock_but_counts_as_effort(task: Quota, province: Officer) -> None:
    has("330281", 350, retired_on=ON)
    assert amounts(propose(quota=task, wish=Wish(), officer=province, on=ON))[NINGBO] == 30
    assert NINGBO not in amounts(propose(quota=task, wish=Wish(basis=Basis.EFFORT), officer=province, on=ON))


def test_what_was_recorded_twice_and_merged_counts_once(task: Quota, province: Officer) -> None:
    has("330281", 350, merged_into=Facility.objects.get(region="330281"))
    assert amounts(propose(quota=task, wish=Wish(), officer=province, on=ON))[NINGBO] == 30


def test_who_did_more_before_is_asked_for_less_under_equal_effort(task: Quota, province: Officer) -> None:
    has("330281", 350, status=Facility.Status.DISMANTLED)
    proposal = propose(quota=task, wish=Wish(basis=Basis.EFFORT), officer=province, on=ON)
    assert NINGBO not in amounts(proposal)
    assert proposal.total == 100


def test_by_last_years_tasks(task: Quota, province: Officer) -> None:
    earlier = PlanFactory(year=2009, deadline=date(2009, 9, 15))
    for region, amount in ((NINGBO, 30), (WENZHOU, 10)):
        QuotaFactory(plan=earlier, region=reference.region(region), amount=amount)
    proposal = propose(quota=task, wish=Wish(basis=Basis.LAST_YEAR), officer=province, on=ON)
    assert amounts(proposal) == {NINGBO: 75, WENZHOU: 25}


def test_what_the_officer_sets_stays_and_the_rest_balances(task: Quota, province: Officer) -> None:
    wish = Wish(fixed={WENZHOU: Decimal(40)}, step=Decimal("0.1"))
    proposal = propose(quota=task, wish=wish, officer=province, on=ON)
    assert amounts(proposal) == {HANGZHOU: 40, NINGBO: 20, WENZHOU: 40}
    assert [part.region_id for part in proposal.parts if part.by_hand] == [WENZHOU]


def test_no_city_is_asked_for_more_than_it_has(task: Quota, province: Officer) -> None:
    Quota.objects.filter(pk=task.pk).update(amount=501)
    task.refresh_from_db()
    with pytest.raises(InvalidValue) as refused:
        propose(quota=task, wish=Wish(), officer=province, on=ON)
    assert refused.value.data["difference"] == 1


def test_floors_and_caps_are_kept(task: Quota, province: Officer) -> None:
    wish = Wish(floors={WENZHOU: Decimal(25)}, caps={HANGZHOU: Decimal(40)})
    assert amounts(propose(quota=task, wish=wish, officer=province, on=ON)) == {HANGZHOU: 40, NINGBO: 35, WENZHOU: 25}


def test_without_a_survey_nothing_is_proposed(province: Officer) -> None:
    quota = QuotaFactory(region=Region.objects.get(pk="330000"), industry=reference.industry("leather"))
    with pytest.raises(InvalidValue, match="没有可依据的数据"):
        propose(quota=quota, wish=Wish(basis=Basis.LAST_YEAR), officer=province, on=ON)


def test_a_city_splits_over_its_counties_by_their_names_of_the_day(task: Quota) -> None:
    hangzhou = OfficerFactory(role=Role.MUNICIPAL)
    own = QuotaFactory(plan=task.plan, region=reference.region(HANGZHOU), amount=30)
    before = propose(quota=own, wish=Wish(), officer=hangzhou, on=ON)
    after = propose(quota=own, wish=Wish(), officer=hangzhou, on=date(2015, 1, 1))
    assert amounts(before) == {"330122": 10, "330183": 20}
    assert amounts(after) == {"330122": 10, "330111": 20}
