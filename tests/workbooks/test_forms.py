"""Report forms: every figure on the paper is the figures room's, in its place, under a header of two rows."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from fixtures import factories, reference
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.figures import figures
from tracker.targets.holding import Cause, HeldCase
from tracker.targets.models import Target
from tracker.values.errors import InvalidValue, NotFound
from tracker.workbooks.forms import FORMS, writing
from tracker.workbooks.forms.reporting import Asked, Period, period_named, periods_of
from tracker.workbooks.forms.writing import write_form

pytestmark = pytest.mark.django_db
ON = date(2010, 9, 20)


@pytest.fixture
def plan() -> Plan:
    """Two cities: quotas in three industries, targets at every step, one enterprise with two lines."""
    made = factories.PlanFactory(code="TEST-FORMS", year=2010)
    fuyang, ningbo = reference.region(reference.FUYANG), reference.region("330203")
    for code in ("330000", "330100", "330200"):
        factories.QuotaFactory(plan=made, region=reference.region(code), amount=100)
        factories.QuotaFactory(
            plan=made,
            region=reference.region(code),
            amount=3,
            unit="亿米",
            industry=reference.industry("dyeing"),
            content="印染",
        )
    first = factories.TargetFactory(plan=made, facility__enterprise__region=fuyang, amount=Decimal("12.5"))
    factories.TargetFactory(plan=made, facility__enterprise=first.enterprise, amount=Decimal("7.5"))
    done = factories.TargetFactory(plan=made, facility__enterprise__region=fuyang, done=True)
    factories.TargetFactory(plan=made, facility__enterprise__region=ningbo, deadline=date(2010, 8, 15))
    factories.TargetFactory(
        plan=made,
        facility__enterprise__region=ningbo,
        facility__industry=reference.industry("dyeing"),
        amount=5000,
        unit="万米",
    )
    Target.objects.filter(pk=done.pk).update(accepted_on=date(2010, 9, 10))
    return made


def paper(code: str, plan: Plan, region: str = "330000", role: Role = Role.PROVINCIAL, period: str = "2010-09") -> Any:
    """The sheet of a form."""
    officer = factories.OfficerFactory(role=role)
    asked = Asked(plan, Region.objects.get(pk=region), Period(period), officer, ON)
    out = io.BytesIO()
    with acting(officer.actor):
        write_form(FORMS[code], asked, out)
    return load_workbook(out).worksheets[0]


def rows_of(sheet: Any) -> list[list[Any]]:
    """The rows under the header, down to the signatures."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    end = next(at for at, row in enumerate(rows) if str(row[0]).startswith("单位负责人"))
    return rows[:end]


def told(plan: Plan, level: str) -> dict[tuple[str, str], Any]:
    """The figures, by region and industry."""
    officer = Officer.objects.filter(role=Role.PROVINCIAL).latest("pk")
    with acting(officer.actor):
        return {(line.region_id, line.industry): line for line in figures(plan, officer, ON, level=level)}


def number(value: Any) -> Decimal:
    """A cell's number."""
    return Decimal(str(value or 0))


def test_progress_holds_the_figures_of_every_city_and_industry(plan: Plan) -> None:
    rows = rows_of(paper("progress", plan))
    names = {region.name: region.code for region in Region.objects.filter(code__in=["330100", "330200", "330000"])}
    wanted = told(plan, "city") | told(plan, "province")
    place, seen = "", set()
    for row in rows:
        place = row[0] or place
        line = wanted[names[place.removesuffix("合计")], row[1]]
        seen.add((line.region_id, line.industry))
        assert row[2] == line.unit
        assert [number(cell) for cell in (row[3], row[5], row[7], row[10], row[13])] == [
            line.assigned, line.covered, line.reported, line.accepted, line.overdue,
        ]  # fmt: skip
        assert [row[4], row[6], row[9], row[12]] == [
            line.targets, line.targets_done, line.targets_accepted, line.targets_overdue,
        ]  # fmt: skip
        assert number(row[11]) == pytest.approx(line.accepted / line.assigned if line.assigned else 0)
    assert seen == set(wanted)


def test_completion_counts_an_enterprise_once_and_adds_no_industries(plan: Plan) -> None:
    rows = rows_of(paper("completion", plan))
    wanted = told(plan, "province")
    for row in rows[:-1]:
        line = wanted["330000", row[1]]
        assert [number(cell) for cell in (row[3], row[5], row[7], row[9])] == [
            line.assigned, line.covered, line.reported, line.accepted,
        ]  # fmt: skip
        assert number(row[11]) == line.accepted - line.assigned
    cement = next(row for row in rows if row[1] == "水泥")
    assert [cement[4], cement[6], cement[8]] == [3, 1, 1]
    assert rows[-1][0] == "合计"
    assert [rows[-1][4], rows[-1][6], rows[-1][8]] == [4, 1, 1]
    assert rows[-1][3] is rows[-1][5] is rows[-1][7] is None


def test_names_stand_in_blocks_with_the_sums_of_their_industry(plan: Plan) -> None:
    rows = rows_of(paper("names", plan))
    wanted = told(plan, "province")
    headings = [row[0] for row in rows if "（单位：" in str(row[0])]
    assert [heading.partition("、")[0] for heading in headings] == ["一", "二"]
    industry, listed = "", Decimal(0)
    for row in rows:
        if row[0] in headings:
            industry, listed = row[0].partition("、")[2].partition("（")[0], Decimal(0)
        elif row[0] == "小计":
            line = wanted["330000", industry]
            assert number(row[6]) == line.covered == listed
            assert f"{line.targets} 个项目" in row[3]
        else:
            listed += number(row[6])
    assert [row[0] for row in rows if isinstance(row[0], int)] == [1, 2, 3, 4, 5]


def test_acceptance_lists_what_is_complete(plan: Plan) -> None:
    rows = rows_of(paper("acceptance", plan))
    done = Target.objects.get(accepted_on__isnull=False, plan=plan)
    assert rows[0][3] == done.enterprise.name
    assert (rows[0][10].date(), rows[0][11].date()) == (done.completed_on, done.accepted_on)
    assert (rows[-1][0], number(rows[-1][6]), rows[-1][7]) == ("合计", done.amount, done.unit)


def test_held_lists_cause_plan_and_supervisor(plan: Plan) -> None:
    target = Target.objects.filter(plan=plan).earliest("pk")
    HeldCase.objects.create(
        target=target,
        region=target.region,
        since=date(2010, 9, 1),
        cause=Cause.DEBT,
        supervisor="王某",
        plan="先断电",
        finish_by=ON,
    )
    (row, total) = rows_of(paper("held", plan))
    assert (row[3], row[8], row[9], row[11]) == (target.enterprise.name, "债务纠纷", "先断电", "王某")
    assert number(total[5]) == target.amount
    assert len(rows_of(paper("held", plan, period="2010-08"))) == 0
    HeldCase.objects.filter(target=target).update(plan="抵押解除后三十日内拆除主机，期间每周巡查，" * 6)
    sheet = paper("held", plan)
    assert sheet.row_dimensions[6].height > 60  # as many lines as the text takes, so that nothing is cut on paper
    assert sheet["A6"].alignment.horizontal == "center"


@pytest.mark.parametrize("code", FORMS)
def test_the_paper_has_its_fixed_layout(code: str, plan: Plan) -> None:
    sheet = paper(code, plan, "330100", Role.MUNICIPAL)
    assert sheet["A1"].value == FORMS[code].number
    assert sheet["A2"].value == f"杭州市2010年9月{FORMS[code].title}"
    assert "填报单位（盖章）：" in sheet["A3"].value
    assert "填报日期：2010年9月20日" in sheet["A3"].value
    said = [str(row[0].value) for row in sheet.iter_rows()]
    signed = next(text for text in said if text.startswith("单位负责人"))
    assert "审核人：" in signed
    assert "填表人：" in signed
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert "A4:A5" in merged
    assert any(cells.endswith("4") and cells[0] != "A" and not cells.startswith("A4") for cells in merged)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$4:$5")


def test_a_city_sees_only_its_own(plan: Plan) -> None:
    text = [cell for row in rows_of(paper("names", plan, "330100", Role.MUNICIPAL)) for cell in row]
    assert "宁波市" not in text
    with pytest.raises(NotFound):
        paper("names", plan, "330200", Role.MUNICIPAL)


def test_a_form_too_long_to_be_merged_is_refused(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_LINES", 3)
    with pytest.raises(InvalidValue, match="分别填报"):
        paper("names", plan)


def test_periods_are_those_begun(plan: Plan) -> None:
    codes = [period.code for period in periods_of(plan, date(2010, 5, 2))]
    assert codes == ["2010", "2010-Q2", "2010-05", "2010-04", "2010-Q1", "2010-03", "2010-02", "2010-01"]
    assert (Period("2010-Q2").last_day, Period("2010-Q2").words) == (date(2010, 6, 30), "2010年第二季度")
    assert (Period("2010-02").last_day, Period("2010").words) == (date(2010, 2, 28), "2010年度")
    with pytest.raises(InvalidValue):
        period_named("2010-06", plan, date(2010, 5, 2))
