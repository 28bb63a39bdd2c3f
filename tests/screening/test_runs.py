"""Runs: exact at thresholds, told with reasons, reproducible as of any day; differences and what-if; who bears it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.utils import DatabaseError

from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory
from tracker.audit.acting import acting
from tracker.catalogue.models import CatalogueEdition
from tracker.catalogue.services import CriterionRow, EntryRow, create_draft, put_entry
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.registry.models import Enterprise, Facility
from tracker.registry.services import merge_enterprises, survey_facility
from tracker.screening.comparing import ADDED, KEPT, REMOVED, SURVEY, burden_of, difference, only_in, what_if
from tracker.screening.models import Finding, ScreeningRun
from tracker.screening.services import run_screening
from tracker.values.errors import IllegalState, NotAllowed

pytestmark = pytest.mark.django_db
ON = date(2010, 6, 1)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def current() -> CatalogueEdition:
    return CatalogueEdition.objects.get(code="ZJ-2010")


@pytest.fixture
def before() -> CatalogueEdition:
    return CatalogueEdition.objects.get(code="ZJ-PRE2010")


def tannery(hides: str, unit: str = "万标张", **given: object) -> Facility:
    owner = EnterpriseFactory(industry_id="leather", **given)
    return FacilityFactory(
        enterprise=owner, industry_id="leather", kind_id="tanning-line", capacity=Decimal(hides), capacity_unit=unit
    )


def mill(**given: object) -> Facility:
    return FacilityFactory(
        kind_id="cement-mill", **{"attributes": {"diameter_m": "3", "product": "水泥熟料粉"}, **given}
    )


def found(run: ScreeningRun, facility: Facility) -> list[tuple[str, str]]:
    return list(run.findings.filter(facility=facility).order_by("entry__number").values_list("entry__number", "status"))


@pytest.mark.parametrize(
    ("hides", "unit", "falls"),
    [("20", "万标张", False), ("19.9999", "万标张", True), ("200000", "标张", False), ("199999.9999", "标张", True)],
)
def test_a_tannery_falls_below_200000_hides_and_not_at_them(
    current: CatalogueEdition, province: Officer, hides: str, unit: str, falls: bool
) -> None:
    line = tannery(hides, unit)
    assert found(run_screening(edition=current, on=ON, by=province), line) == ([("15", "matched")] if falls else [])


def test_a_mill_falls_at_three_metres_and_the_reason_is_kept(current: CatalogueEdition, province: Officer) -> None:
    line = mill()
    finding = run_screening(edition=current, on=ON, by=province).findings.get(facility=line)
    criterion = finding.entry.criteria.get(attribute="diameter_m")
    assert (finding.entry.number, finding.status, finding.reasons[str(criterion.pk)]) == ("10", "matched", "3")


def test_a_mill_whose_diameter_is_not_known_must_be_surveyed(current: CatalogueEdition, province: Officer) -> None:
    line = mill(attributes={"product": "水泥熟料粉"})
    finding = run_screening(edition=current, on=ON, by=province).findings.get(facility=line)
    criterion = finding.entry.criteria.get(attribute="diameter_m")
    assert (finding.status, finding.reasons["missing"]) == ("survey", [criterion.pk])


def test_a_facility_of_unknown_kind_is_never_passed_over(current: CatalogueEdition, province: Officer) -> None:
    line = FacilityFactory(attributes={"product": "熟料"})
    run = run_screening(edition=current, on=ON, by=province)
    assert ("10", "survey") in found(run, line)
    assert run.counts["survey"] == 1


def test_an_exception_spares_a_furnace_that_only_casts(current: CatalogueEdition, province: Officer) -> None:
    def furnace(use: str) -> Facility:
        given = {"furnace_capacity_t": "20", "furnace_use": use, "product": "钢"}
        return FacilityFactory(industry_id="steelmaking", kind_id="electric-arc-furnace", attributes=given)

    makes_steel, casts = furnace("steelmaking"), furnace("mechanical_casting")
    run = run_screening(edition=current, on=ON, by=province)
    assert found(run, makes_steel) == [("01", "matched")]
    assert found(run, casts) == []


def test_a_run_of_an_earlier_day_sees_the_registry_of_that_day(current: CatalogueEdition, province: Officer) -> None:
    line = mill()
    survey_facility(
        facility=line,
        changes={"attributes": {"diameter_m": "3.2"}},
        on=date(2010, 9, 1),
        by=province,
        reason="改造",
        seen_version=1,
    )
    assert found(run_screening(edition=current, on=date(2010, 8, 31), by=province), line) == [("10", "matched")]
    assert found(run_screening(edition=current, on=date(2010, 9, 1), by=province), line) == []


def test_what_is_dismantled_or_merged_away_is_not_found(current: CatalogueEdition, province: Officer) -> None:
    gone, doubled = mill(status="dismantled"), mill()
    merge_enterprises(keep=EnterpriseFactory(), drop=doubled.enterprise, by=province, seen_version=1)
    Facility.objects.filter(pk=doubled.pk).update(merged_into=gone)
    assert run_screening(edition=current, on=ON, by=province).counts["findings"] == 0


def test_a_stored_run_never_changes(current: CatalogueEdition, province: Officer) -> None:
    run = run_screening(edition=current, on=ON, by=province)
    with pytest.raises(DatabaseError, match="permission denied"):
        ScreeningRun.objects.filter(pk=run.pk).update(counts={})


def test_a_city_sees_its_own_findings_only(current: CatalogueEdition, province: Officer) -> None:
    mill()
    mill(enterprise=EnterpriseFactory(region_id="330281"))
    run = run_screening(edition=current, on=ON, by=province)
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region_id="330200")
    with acting(ningbo.actor):
        assert [finding.region_id for finding in Finding.objects.filter(run=run)] == ["330281"]
        assert burden_of(run, ningbo).line(KEPT).facilities == 1


def test_drafts_are_not_run_and_only_the_province_runs(province: Officer, current: CatalogueEdition) -> None:
    with pytest.raises(IllegalState):
        run_screening(edition=create_draft(code="D", title="草案", by=province), on=ON, by=province)
    with pytest.raises(NotAllowed):
        run_screening(edition=current, on=ON, by=OfficerFactory(role=Role.MUNICIPAL))


def test_what_if_tells_what_raising_30000_hides_to_200000_would_add(
    before: CatalogueEdition, province: Officer
) -> None:
    tannery("2")  # below either
    small = [
        tannery("10", ownership="private", employees=80),
        tannery("199999", "标张", ownership="state", employees=40),
    ]
    FacilityFactory(
        enterprise=small[0].enterprise,
        industry_id="leather",
        kind_id="tanning-line",
        capacity=Decimal(5),
        capacity_unit="万标张",
    )
    tannery("20")
    draft = create_draft(code="D", title="草案", by=province, based_on=before)
    entry = draft.entries.get(number="07")
    put_entry(
        edition=draft,
        row=EntryRow("07", "eliminate", "process", "leather", "年产20万标张以下制革", "年加工能力不足20万标张"),
        criteria=[
            CriterionRow("facility_kind", "=", "tanning-line"),
            CriterionRow("annual_capacity", "<", "200000", "标张"),
        ],
        by=province,
        entry=entry,
        seen_version=entry.version,
    )
    told = what_if(draft=draft, against=before, on=ON, by=province)
    line = told.line(ADDED)
    assert (line.facilities, line.enterprises, line.workers, line.capacity) == (
        3,
        2,
        120,
        {"万标张": Decimal("34.9999")},
    )
    assert told.of(ADDED, "ownership")["private"].workers == 80
    assert told.of(ADDED, "city")["330100"].facilities == 3
    assert (told.line(KEPT).facilities, told.line(REMOVED).facilities) == (1, 0)


def test_what_if_tells_what_a_looser_draft_would_spare_and_what_must_be_surveyed(
    before: CatalogueEdition, province: Officer
) -> None:
    tannery("2")
    mill(attributes={})
    draft = create_draft(code="D", title="草案", by=province)
    criteria = [CriterionRow("facility_kind", "=", "cement-mill"), CriterionRow("diameter_m", "<=", "3", "m")]
    put_entry(
        edition=draft,
        row=EntryRow("1", "eliminate", "equipment", "cement", "磨机", "磨机"),
        criteria=criteria,
        by=province,
    )
    told = what_if(draft=draft, against=before, on=ON, by=province)
    assert (told.line(REMOVED).facilities, told.line(ADDED).facilities) == (1, 0)
    # The mill had to be surveyed under the old edition too.
    assert told.line(SURVEY).facilities == 0


def test_the_difference_of_two_editions_runs_names_the_facilities(
    before: CatalogueEdition, current: CatalogueEdition, province: Officer
) -> None:
    both, new = tannery("2"), tannery("10")
    older, newer = (run_screening(edition=edition, on=ON, by=province) for edition in (before, current))
    told = difference(older=older, newer=newer, officer=province)
    assert (told.line(ADDED).facilities, told.line(KEPT).facilities, told.line(REMOVED).facilities) == (1, 1, 0)
    assert [finding.facility for finding in only_in(newer, older, province)] == [new]
    assert found(newer, both) == [("15", "matched")]


def test_the_burden_counts_an_enterprise_once_and_stands_by_ownership(
    current: CatalogueEdition, province: Officer
) -> None:
    line = mill(enterprise=EnterpriseFactory(ownership=Enterprise.Ownership.STATE, employees=200))
    mill(enterprise=line.enterprise, name="另一台")
    told = burden_of(run_screening(edition=current, on=ON, by=province), province)
    state = told.of(KEPT, "ownership")["state"]
    assert (state.facilities, state.enterprises, state.workers, state.capacity) == (2, 1, 200, {"万吨": Decimal(21)})
