"""The names a file may use: an officer is offered their own places, and departments that lead an industry."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from fixtures import factories, reference
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.regions.models import Organisation
from tracker.workbooks.cells import read_choice
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.lookups import Lookups

pytestmark = pytest.mark.django_db
YUYAO = "330281"


def names_for(role: Role) -> Lookups:
    """The names for Hangzhou's, Fuyang's or the province's officer; places of Hangzhou and Ningbo are there."""
    for code in (reference.FUYANG, "330110", YUYAO):
        reference.region(code)
    return lookups_of(factories.OfficerFactory(role=role), factories.PlanFactory())


@pytest.mark.parametrize(
    ("role", "cities", "county"), [(Role.PROVINCIAL, "33", "33"), (Role.MUNICIPAL, "3301", "3301"), (Role.COUNTY, "3301", "330183")]
)  # fmt: skip
def test_an_officer_is_offered_the_places_they_may_write_for(role: Role, cities: str, county: str) -> None:
    known = names_for(role)
    for source, within in (("city", cities), ("county", county)):
        everywhere = known.sources[source]
        offered = {option.value for option in everywhere.offered}
        assert offered == {option.value for option in everywhere.options if option.value.startswith(within)} != set()
    assert read_choice("余姚", known.sources["county"]).value == YUYAO  # understood, to be refused as another's


def test_a_place_of_another_day_is_written_by_the_name_of_the_plans_day_and_read_by_code_too() -> None:
    reference.region(reference.FUYANG)
    known = lookups_of(factories.OfficerFactory(), factories.PlanFactory(deadline=date(2026, 9, 15)))
    assert known.label("county", reference.FUYANG) == "富阳区"
    assert "富阳市" not in known.sources["county"].labels
    assert read_choice(reference.FUYANG, known.sources["county"]).value == "330111"


def test_a_place_that_began_later_is_read_and_written_by_its_own_name_but_not_offered() -> None:
    reference.region("330113")
    county = lookups_of(factories.OfficerFactory(), factories.PlanFactory()).sources["county"]
    assert read_choice("临平区", county).value == "330113"
    assert county.by_value["330113"].label == "临平区"
    assert "临平区" not in county.labels


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.COUNTY, {"stopped", "cut_off", "dismantled", "reported"}),
        (Role.PROVINCIAL, {"accepted", "confirmed", "announced"}),
    ],
)
def test_an_officer_is_offered_the_stages_their_own_reports_lead_to(role: Role, offered: set[str]) -> None:
    stages = names_for(role).sources["stage"]
    assert {option.value for option in stages.offered} == offered
    assert read_choice("已列入计划", stages).value == "planned"  # an untouched row still reads back


def test_sheets_speak_chinese_whatever_language_the_officer_reads() -> None:
    with override("en"):
        known = names_for(Role.MUNICIPAL)
    for source, value, name, english in (
        ("facility_status", "operating", "在产", "Operating"),
        ("stage", "stopped", "已关停", "Shut down"),
        ("award_purpose", "workers", "职工安置", ""),
    ):
        assert known.label(source, value) == name
        for written in filter(None, (name, english)):
            assert read_choice(written, known.sources[source]).value == value


def test_a_citys_department_is_not_taken_for_a_provincial_one() -> None:
    name = "浙江省经济和信息化委员会"
    with acting(system("test")):
        Organisation.objects.get_or_create(
            name=name, defaults={"code": "jxw", "short_name": "省经信委", "kind": "department", "region": reference.region("330000")}
        )  # fmt: skip
        factories.OrganisationFactory(name="浙江省某电力公司", short_name="某电力", kind=Organisation.Kind.UTILITY)
    source = names_for(Role.MUNICIPAL).sources["organisation"]
    assert name in source.labels
    assert "浙江省某电力公司" not in source.labels
    for written in ("市经委", "杭州市经信委"):
        asked = read_choice(written, source)
        assert (asked.code, "是不是" in asked.message, name in asked.expected) == ("UNKNOWN_CHOICE", False, True)
    assert f"是不是：{name}" in read_choice("省经委", source).message
