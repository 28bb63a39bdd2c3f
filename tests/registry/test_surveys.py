"""Surveys by workbook: exported, filled in, uploaded again; blanks say nothing, parameters are read exactly or refused by cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory, PlanFactory
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise, Facility, FacilityFact
from tracker.registry.surveying import SurveyRow, merge_surveys
from tracker.values.errors import InvalidValue, NotFound
from tracker.workbooks.checked import Checked
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.exports import export_workbook
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.surveys import survey_workbook
from tracker.workbooks.validate import check_workbook

pytestmark = pytest.mark.django_db
ON = date(2010, 6, 1)
MILL = SurveyRow(
    "330183", "富阳长山水泥有限公司", "cement", "Φ2.2×6.5米水泥磨机", ownership="private", employees=120,
    kind_id="cement-mill", parameters="磨机直径=2200毫米；环保达标：是", capacity=Decimal("12.5"), capacity_unit="万吨",
)  # fmt: skip


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


def surveyed(row: SurveyRow, by: Officer, on: date = ON) -> list[str]:
    return [effect.action for effect in merge_surveys(rows=[row], by=by, on=on, reason="调查表").effects]


def filled(path: Path, column: str, text: str) -> None:
    """Write a text into the first data row under a header."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "装备名称及型号" for cell in row))
    place = next(cell.column for cell in header if cell.value and str(cell.value).startswith(column))
    sheet.cell(int(header[0].row or 0) + 1, place).value = text
    book.save(path)


def checked(path: Path, officer: Officer, plan: Plan) -> Checked:
    return check_workbook(path, KINDS["facilities"], lookups_of(officer, plan))


def test_a_survey_registers_what_is_new_with_exact_parameters(hangzhou: Officer) -> None:
    assert surveyed(MILL, hangzhou) == ["create"]
    mill = Facility.objects.get(name=MILL.facility_name)
    assert (mill.kind_id, mill.attributes) == ("cement-mill", {"diameter_m": "2.2", "environmental_standard_met": True})
    assert (mill.enterprise.ownership, mill.enterprise.employees) == ("private", 120)


def test_the_same_survey_again_changes_nothing(hangzhou: Officer) -> None:
    surveyed(MILL, hangzhou)
    assert surveyed(MILL, hangzhou) == ["unchanged"]
    assert not FacilityFact.objects.exists()


def test_blanks_of_a_survey_keep_what_is_known(hangzhou: Officer) -> None:
    surveyed(MILL, hangzhou)
    bare = SurveyRow(MILL.region_id, MILL.enterprise_name, "cement", MILL.facility_name, status="idle")
    assert surveyed(bare, hangzhou, on=date(2010, 7, 1)) == ["update"]
    mill = Facility.objects.get(name=MILL.facility_name)
    assert (mill.status, mill.capacity, mill.attributes["diameter_m"]) == ("idle", Decimal("12.5"), "2.2")
    assert list(mill.facts.values_list("on", "status")) == [(date(1900, 1, 1), "operating"), (date(2010, 7, 1), "idle")]


def test_a_preview_writes_nothing_and_tells_the_old_values(hangzhou: Officer) -> None:
    surveyed(MILL, hangzhou)
    changed = SurveyRow(MILL.region_id, MILL.enterprise_name, "cement", MILL.facility_name, employees=99, status="idle")
    (effect,) = merge_surveys(rows=[changed], by=hangzhou, on=None, reason="", dry_run=True).effects
    assert (effect.action, effect.before) == ("update", {"status": "operating", "employees": "120"})
    assert Facility.objects.get(name=MILL.facility_name).status == "operating"


def test_what_any_row_says_of_an_enterprise_counts_and_blanks_say_nothing(hangzhou: Officer) -> None:
    rows = [
        MILL._replace(employees=None),
        MILL._replace(facility_name="2号磨"),
        MILL._replace(facility_name="3号磨", employees=None),
    ]
    for expected in ("create", "unchanged"):
        result = merge_surveys(rows=rows, by=hangzhou, on=ON, reason="调查表")
        assert {effect.action for effect in result.effects} == {expected}
    assert Enterprise.objects.get(name=MILL.enterprise_name).employees == 120


def test_rows_that_say_two_things_of_one_enterprise_are_refused_every_one(hangzhou: Officer) -> None:
    other = MILL._replace(facility_name="2号磨", employees=333, ownership="state")
    silent = MILL._replace(facility_name="3号磨", employees=None)
    with pytest.raises(InvalidValue) as refused:
        merge_surveys(rows=[MILL, silent, other], by=hangzhou, on=None, reason="", dry_run=True)
    told = {index: (error.data["field"], error.data["found"]) for index, error in refused.value.rows.items()}
    assert told == {0: ("ownership", "民营"), 1: ("ownership", "民营"), 2: ("ownership", "国有")}
    assert "所有制 国有、民营；从业人数 120、333" in str(refused.value.message)


def test_an_enterprise_is_known_by_the_name_its_county_bears_now(hangzhou: Officer) -> None:
    surveyed(MILL, hangzhou)
    assert surveyed(MILL._replace(region_id="330111"), hangzhou) == ["unchanged"]
    assert Enterprise.objects.get(name=MILL.enterprise_name).region_id == MILL.region_id


def test_a_survey_of_another_city_is_refused(hangzhou: Officer) -> None:
    with pytest.raises(NotFound):
        surveyed(SurveyRow("330281", "余姚某厂", "cement", "1号磨"), hangzhou)


def test_an_export_reads_back_without_a_change(hangzhou: Officer, plan: Plan, tmp_path: Path) -> None:
    surveyed(MILL, hangzhou)
    export_workbook(kind="facilities", plan=plan, by=hangzhou, out=tmp_path / "f.xlsx")
    read = checked(tmp_path / "f.xlsx", hangzhou, plan)
    assert not read.errors
    result = CODECS["facilities"].merge(plan, read.rows, hangzhou, dry_run=True)
    assert [effect.action for effect in result.effects] == ["unchanged"]


def test_the_survey_of_an_industry_asks_for_what_is_missing_and_reads_back(
    hangzhou: Officer, plan: Plan, tmp_path: Path
) -> None:
    enterprise = EnterpriseFactory(region_id="330183")
    FacilityFactory(enterprise=enterprise, kind_id="cement-mill")
    FacilityFactory(enterprise=enterprise, industry_id="leather", capacity_unit="万标张", kind_id="tanning-line")
    path = tmp_path / "survey.xlsx"
    assert survey_workbook(plan=plan, industry="cement", by=hangzhou, out=path) == 1
    (row,) = checked(path, hangzhou, plan).rows
    assert row.values["parameters"] == "磨机直径="
    filled(path, "参数", "磨机直径=3米")
    result = CODECS["facilities"].merge(plan, checked(path, hangzhou, plan).rows, hangzhou, dry_run=False, on=ON)
    assert [effect.action for effect in result.effects] == ["update"]
    assert Facility.objects.get(industry="cement").attributes == {"diameter_m": "3"}


@pytest.mark.parametrize(
    "text", ["磨机直径=大", "磨机直径 3米", "电解槽电流=60kA", "颜色=红", "磨机直径=3kA", "环保达标=也许"]
)
def test_parameters_that_cannot_be_read_with_certainty_name_their_cell(
    hangzhou: Officer, plan: Plan, tmp_path: Path, text: str
) -> None:
    FacilityFactory(enterprise=EnterpriseFactory(region_id="330183"), kind_id="cement-mill")
    path = tmp_path / "survey.xlsx"
    survey_workbook(plan=plan, industry="cement", by=hangzhou, out=path)
    filled(path, "参数", text)
    (error,) = checked(path, hangzhou, plan).errors
    assert (error.code, error.found) == ("UNREADABLE", text)
    assert error.column.endswith("参数")
    assert error.cell
    assert "diameter_m" not in error.message
