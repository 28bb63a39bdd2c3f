"""Duplicates: found by code, by name in other writing, by serial number; merged with everything that hangs on them."""

from datetime import date

import pytest

from fixtures import reference
from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory, TargetFactory
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.registry.duplicates import enterprise_pairs, facility_pairs
from tracker.registry.models import Enterprise, Facility
from tracker.registry.services import merge_enterprises, merge_facilities
from tracker.values.errors import IllegalState, InvalidValue

pytestmark = pytest.mark.django_db
JUNE = date(2010, 6, 1)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


def uncoded(name: str, **given: object) -> Enterprise:
    return EnterpriseFactory(name=name, credit_code=None, code_kind="none", **given)


def reasons(officer: Officer) -> list[str]:
    return [pair.reason for pair in enterprise_pairs(officer)]


def test_an_organisation_code_inside_a_credit_code_is_the_same_enterprise(province: Officer) -> None:
    EnterpriseFactory(name="甲水泥厂", credit_code=reference.organisation_code(7), code_kind="org")
    EnterpriseFactory(name="乙建材有限公司", credit_code=reference.credit_code(7))
    assert reasons(province) == ["code"]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("富阳市长山水泥有限公司", "长山水泥有限责任公司", ["name"]),
        ("杭州　长山水泥（集团）有限公司", "杭州长山水泥有限公司", ["name"]),
        ("杭州长山特种水泥制造有限公司", "杭州长山特种水泥制品有限公司", ["like"]),
        ("杭州红狮新型建筑材料制造厂", "杭州红狮新型建筑材枓制造厂", ["like"]),
        ("杭州第一水泥厂", "杭州第二水泥厂", []),
        ("杭州水泥1厂", "杭州水泥2厂", []),
    ],
)
def test_names_in_other_writing_are_found_and_other_names_are_not(
    province: Officer, one: str, other: str, reason: list[str]
) -> None:
    uncoded(one)
    uncoded(other)
    assert reasons(province) == reason


def test_two_codes_are_two_enterprises_whatever_they_are_called(province: Officer) -> None:
    EnterpriseFactory(name="长山水泥有限公司")
    EnterpriseFactory(name="长山水泥有限责任公司")
    assert reasons(province) == []


def test_the_same_facility_written_differently_is_found_within_an_enterprise(province: Officer) -> None:
    first = FacilityFactory(name="Φ2.2×6.5米 水泥磨机")
    FacilityFactory(enterprise=first.enterprise, name="φ2.2x6.5m水泥磨机")
    FacilityFactory(enterprise=first.enterprise, name="Φ2.4×6.5米 水泥磨机")
    assert [pair.reason for pair in facility_pairs(province)] == ["facility"]


def test_one_serial_number_is_one_machine(province: Officer) -> None:
    FacilityFactory(serial_number="SN-77")
    FacilityFactory(serial_number="sn-77 ")
    assert [pair.reason for pair in facility_pairs(province)] == ["serial"]


def test_merging_enterprises_leads_everything_over_and_keeps_the_dropped_row(province: Officer) -> None:
    keep, drop = uncoded("长山水泥有限公司", employees=None), EnterpriseFactory(name="长山水泥厂")
    code, target = drop.credit_code, TargetFactory(facility__enterprise=drop)
    merged = merge_enterprises(keep=keep, drop=drop, by=province, seen_version=keep.version)
    target.refresh_from_db()
    drop.refresh_from_db()
    assert (target.enterprise, target.facility.enterprise, drop.merged_into) == (keep, keep, keep)
    assert (merged.credit_code, merged.employees) == (code, drop.employees)
    assert drop.events.filter(credit_code=code).exists()
    assert reasons(province) == []


def test_facilities_of_one_name_survive_the_merging_of_their_enterprises(province: Officer) -> None:
    keep, drop = uncoded("长山水泥有限公司"), uncoded("长山水泥厂")
    FacilityFactory(enterprise=keep, name="1号磨")
    FacilityFactory(enterprise=drop, name="1号磨")
    merge_enterprises(keep=keep, drop=drop, by=province, seen_version=keep.version)
    assert Facility.objects.filter(enterprise=keep).count() == 2


def test_a_merged_facility_learns_what_it_did_not_know(province: Officer) -> None:
    drop = FacilityFactory(kind_id="cement-mill", attributes={"diameter_m": "2.2"})
    keep = FacilityFactory(enterprise=drop.enterprise, kind_id="cement-mill", capacity=None, capacity_unit="")
    merged = merge_facilities(keep=keep, drop=drop, on=JUNE, by=province, seen_version=keep.version)
    assert (merged.capacity, merged.capacity_unit, merged.attributes) == (drop.capacity, "万吨", {"diameter_m": "2.2"})
    assert list(Facility.objects.filter(enterprise=drop.enterprise).live()) == [merged]


def test_two_targets_of_one_plan_are_not_merged_into_one(province: Officer) -> None:
    first = TargetFactory()
    second = TargetFactory(plan=first.plan, facility__enterprise=first.enterprise)
    with pytest.raises(IllegalState):
        merge_facilities(
            keep=first.facility, drop=second.facility, on=JUNE, by=province, seen_version=first.facility.version
        )


def test_nothing_is_merged_twice_or_with_itself(province: Officer) -> None:
    keep, drop = uncoded("甲"), uncoded("乙")
    merge_enterprises(keep=keep, drop=drop, by=province, seen_version=1)
    drop.refresh_from_db()
    with pytest.raises(IllegalState):
        merge_enterprises(keep=keep, drop=drop, by=province, seen_version=2)
    with pytest.raises(InvalidValue):
        merge_enterprises(keep=keep, drop=keep, by=province, seen_version=2)
