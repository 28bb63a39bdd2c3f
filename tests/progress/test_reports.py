"""Monthly reports: due by a day, frozen when submitted, decided by the next level, reminded of; and progress by workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory, furnish
from tests.workbooks.rows import good
from tracker.audit.acting import acting
from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.merging import ProgressRow, merge_progress
from tracker.progress.reminders import remind
from tracker.progress.report_rules import due_on, is_late, month_before
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.reports import (
    Wording,
    allowed_report_moves,
    begin_report,
    decide_report,
    missing_regions,
    submit_report,
    write_report,
)
from tracker.progress.suspicions import Found, raise_suspicions
from tracker.quotas.models import Plan
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.targets.services import move
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound
from tracker.web.waiting import fieldwork_waiting
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs import CODECS

pytestmark = pytest.mark.django_db
AUGUST, TODAY = date(2010, 8, 1), date(2010, 9, 3)


@pytest.fixture
def city() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def county() -> Officer:
    return OfficerFactory(role=Role.COUNTY)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def plan(county: Officer) -> Plan:
    plan: Plan = TargetFactory(facility__enterprise__region=county.region).plan
    return plan


def submitted(plan: Plan, by: Officer) -> MonthlyReport:
    report = begin_report(plan=plan, month=AUGUST, by=by, on=TODAY)
    return submit_report(report=report, by=by, on=TODAY, seen_version=report.version)


def test_the_fifth_of_the_next_month_is_the_last_good_day() -> None:
    assert due_on(date(2010, 12, 1)) == date(2011, 1, 5)
    assert month_before(date(2010, 1, 31)) == date(2009, 12, 1)
    assert not is_late(AUGUST, date(2010, 9, 5), TODAY)
    assert is_late(AUGUST, date(2010, 9, 6), TODAY)
    assert is_late(AUGUST, None, date(2010, 9, 6))


def test_a_month_without_progress_is_a_zero_report_and_counts(plan: Plan, city: Officer) -> None:
    assert [region.pk for region in missing_regions(plan, AUGUST, TODAY)] == ["330100"]
    report = submitted(plan, city)
    assert (report.is_zero, report.steps_taken, report.due_on) == (True, 0, date(2010, 9, 5))
    assert missing_regions(plan, AUGUST, TODAY) == []


def test_a_county_is_told_of_its_own_missing_report_not_of_a_citys_it_cannot_see(
    plan: Plan, city: Officer, county: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.reports.today", lambda: TODAY)
    submitted(plan, city)
    client = Client()
    client.force_login(county)
    page = client.get(reverse("progress_reports"))
    assert [region.pk for region in page.context["missing"]] == [county.region_id]
    submitted(plan, county)
    assert client.get(reverse("progress_reports")).context["missing"] == []


def test_figures_are_frozen_when_submitted(plan: Plan, city: Officer, county: Officer) -> None:
    target = plan.targets.get()
    move(target=target, verb="stop", on=date(2010, 8, 20), by=county, seen_version=1)
    report = submitted(plan, county)
    assert (report.steps_taken, report.is_zero) == (1, False)
    (line,) = report.figures
    assert (line["industry"], line["covered"], line["reported"], line["targets"]) == ("水泥", "10.5", "0", "1")
    Target.objects.filter(pk=target.pk).update(amount=Decimal(99))
    assert MonthlyReport.objects.get(pk=report.pk).figures == report.figures


def test_the_city_decides_on_its_counties_and_the_province_on_its_cities(
    plan: Plan, city: Officer, county: Officer, province: Officer
) -> None:
    of_county, of_city = submitted(plan, county), submitted(plan, city)
    with pytest.raises(NotAllowed):
        decide_report(report=of_county, verb="accept", by=province, on=TODAY, seen_version=2)
    with pytest.raises(NotAllowed):
        decide_report(report=of_city, verb="accept", by=OfficerFactory(role=Role.MUNICIPAL), on=TODAY, seen_version=2)
    foreign = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    with pytest.raises(NotFound):
        decide_report(report=of_county, verb="accept", by=foreign, on=TODAY, seen_version=2)
    assert decide_report(report=of_county, verb="accept", by=city, on=TODAY, seen_version=2).state == "accepted"
    assert decide_report(report=of_city, verb="accept", by=province, on=TODAY, seen_version=2).state == "accepted"


def test_what_waits_for_an_officer_stands_on_their_overview(
    plan: Plan, county: Officer, city: Officer, province: Officer
) -> None:
    report = submitted(plan, county)
    assert [line["label"] for line in fieldwork_waiting(city, plan)] == ["月报待审核"]
    assert fieldwork_waiting(province, plan) == fieldwork_waiting(county, plan) == []
    client = Client()
    client.force_login(city)
    assert "月报待审核" in client.get(reverse("overview"), {"plan": plan.code}).text
    decide_report(report=report, verb="return", by=city, on=TODAY, seen_version=report.version, comment="请补充")
    assert [line["label"] for line in fieldwork_waiting(county, plan)] == ["月报被退回"]
    raise_suspicions([Found("restart", "restart:1", county.region_id, ("用电异常",))], on=TODAY)
    client.force_login(province)
    assert "疑点待核实" in client.get(reverse("overview"), {"plan": plan.code}).text


def test_a_returned_report_says_why_and_comes_again(plan: Plan, city: Officer, county: Officer) -> None:
    report = submitted(plan, county)
    with pytest.raises(InvalidValue):
        decide_report(report=report, verb="return", by=city, on=TODAY, seen_version=2, comment=" ")
    report = decide_report(report=report, verb="return", by=city, on=TODAY, seen_version=2, comment="请补充拆除日期")
    assert missing_regions(plan, AUGUST, TODAY)[0].pk == "330100"
    report = write_report(report=report, wording=Wording("已补充"), by=county, seen_version=3)
    report = submit_report(report=report, by=county, on=TODAY, seen_version=4, comment="已补充")
    said = [(remark.verb, remark.comment, remark.by) for remark in report.remarks.all()]
    assert said == [("submit", "", county), ("return", "请补充拆除日期", city), ("submit", "已补充", county)]


def test_a_submitted_report_is_not_rewritten(plan: Plan, county: Officer) -> None:
    report = submitted(plan, county)
    with pytest.raises(IllegalState):
        write_report(report=report, wording=Wording("改写"), by=county, seen_version=2)
    assert allowed_report_moves(report, county) == []


def test_nobody_reports_for_another_region_or_a_month_to_come(plan: Plan, city: Officer, county: Officer) -> None:
    report = begin_report(plan=plan, month=AUGUST, by=county, on=TODAY)
    with pytest.raises(NotAllowed):
        submit_report(report=report, by=city, on=TODAY, seen_version=1)
    with pytest.raises(InvalidValue):
        begin_report(plan=plan, month=date(2010, 10, 1), by=county, on=TODAY)
    with pytest.raises(NotAllowed):
        begin_report(plan=plan, month=AUGUST, by=OfficerFactory(), on=TODAY)


def test_cities_are_reminded_before_on_and_after_the_last_good_day_and_once_a_day(plan: Plan, city: Officer) -> None:
    assert remind(on=date(2010, 9, 2)) == 0
    days = [date(2010, 9, 3), date(2010, 9, 5), date(2010, 9, 6)]
    assert [remind(on=day) for day in (*days, days[0])] == [1, 1, 1, 1]
    mails = OutboxMail.objects.filter(dedupe_key__startswith=f"report.{plan.pk}.").order_by("pk")
    assert [mail.to for mail in mails] == [city.email] * 3
    assert mails[2].subject.startswith("月报逾期")
    submitted(plan, city)
    assert remind(on=date(2010, 9, 5)) == 0


def row(target: Target, stage: str, **more: object) -> ProgressRow:
    return ProgressRow(target.enterprise.name, target.facility.name, stage, TODAY, **more)  # type: ignore[arg-type]


def test_a_workbook_moves_targets_by_the_same_rules_as_the_form(plan: Plan, county: Officer) -> None:
    target = plan.targets.get()
    result = merge_progress(plan=plan, rows=[row(target, "stopped")], by=county, dry_run=True)
    assert [effect.action for effect in result.effects] == ["update"]
    assert Target.objects.get(pk=target.pk).stage == "planned"
    merge_progress(plan=plan, rows=[row(target, "stopped")], by=county)
    assert Target.objects.get(pk=target.pk).stage == "stopped"
    again = merge_progress(plan=plan, rows=[row(target, "stopped")], by=county)
    assert [effect.action for effect in again.effects] == ["unchanged"]
    earlier = replace(row(target, "stopped"), on=TODAY - timedelta(days=1))
    with pytest.raises(InvalidValue, match="恢复原日期"):
        merge_progress(plan=plan, rows=[earlier], by=county)


@pytest.mark.parametrize("kind", ["progress", "readings"])
def test_a_workbook_tells_of_no_day_that_has_not_come(plan: Plan, county: Officer, kind: str) -> None:
    target, ahead = plan.targets.get(), TODAY + timedelta(days=40)
    said = good(kind, enterprise=target.enterprise.name, equipment=target.facility.name, credit_code=None)
    said |= {"completed_on": ahead, "amount": None, "unit": None}
    said |= {"year": Decimal(ahead.year), "month": Decimal(ahead.month)}
    for dry_run in (True, False):
        with pytest.raises(InvalidValue, match="还没有到"), transaction.atomic():
            CODECS[kind].merge(plan, [Row("表", 4, said)], county, dry_run=dry_run, on=TODAY)
    assert Target.objects.get(pk=target.pk).stage == "planned"


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_workbook_gets_round_neither_evidence_nor_order_nor_role(plan: Plan, county: Officer, dry_run: bool) -> None:
    target = plan.targets.get()
    for stage, code in (("dismantled", "evidence_missing"), ("reported", "invalid"), ("held", "invalid")):
        with pytest.raises(InvalidValue) as refused:
            merge_progress(plan=plan, rows=[row(target, stage)], by=county, dry_run=dry_run)
        assert refused.value.code == code, stage
    furnish(target)
    for verb in ("dismantle", "report"):
        target = move(target=target, verb=verb, on=TODAY, by=county, seen_version=target.version)
    with pytest.raises(InvalidValue) as refused:
        merge_progress(plan=plan, rows=[row(target, "accepted")], by=county, dry_run=dry_run)
    assert refused.value.code == "not_allowed"
    assert Target.objects.get(pk=target.pk).stage == "reported"


def test_a_row_that_names_nobody_on_the_list_is_refused_whole(plan: Plan, county: Officer) -> None:
    target = plan.targets.get()
    with pytest.raises(InvalidValue, match="名单中没有"):
        merge_progress(
            plan=plan, rows=[row(target, "stopped"), ProgressRow("无此企业", "x", "stopped", TODAY)], by=county
        )
    assert Target.objects.get(pk=target.pk).stage == "planned"
    foreign = TargetFactory(plan=plan, facility__enterprise__region=reference.region("330200"))
    with acting(county.actor), pytest.raises(InvalidValue, match="名单中没有"):
        merge_progress(plan=plan, rows=[row(foreign, "stopped")], by=county)


def test_a_part_in_a_workbook_is_what_was_added_to_it(plan: Plan, county: Officer) -> None:
    target = furnish(plan.targets.get())
    rows = [row(target, "stopped", amount=Decimal(40_000), unit="吨")]
    (effect,) = merge_progress(plan=plan, rows=rows, by=county).effects
    assert effect.before == {"stage": "planned", "partial_amount": "0", "on": None, "part": "0"}
    assert Target.objects.get(pk=target.pk).partial_amount == 4
    assert merge_progress(plan=plan, rows=rows, by=county).effects[0].action == "unchanged"
    Evidence.objects.filter(target=target).update(voided=True)
    with pytest.raises(InvalidValue) as refused:
        merge_progress(plan=plan, rows=[row(target, "stopped", amount=Decimal(5), unit="万吨")], by=county)
    assert refused.value.code == "evidence_missing"


def test_a_report_goes_from_draft_to_accepted_through_the_pages(
    plan: Plan, county: Officer, city: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    writer, decider = Client(), Client()
    writer.force_login(county)
    decider.force_login(city)
    for client in (writer, decider):
        client.get(reverse("overview"))
        client.post(reverse("plan_switch"), {"plan": plan.code})
    assert writer.post(reverse("progress_begin"), {"month": "2010-08"}).status_code == 302
    report = MonthlyReport.objects.get(plan=plan)
    page = reverse("progress_report", args=[report.pk])
    assert "保存草稿" in writer.get(page).text
    assert 'data-label="任务量">—<' in writer.get(page).text  # nothing was assigned to the county itself
    writer.post(reverse("progress_write", args=[report.pk]), {"progress": "拆除一台", "version": 1})
    typed = {"progress": "拆除二台", "problems": "", "next_steps": "", "comment": ""}
    refused = writer.post(reverse("progress_move", args=[report.pk, "submit"]), typed | {"version": 1})
    assert refused.status_code == 409
    assert "拆除二台" in refused.text
    assert MonthlyReport.objects.get(pk=report.pk).state == "draft"
    writer.post(reverse("progress_move", args=[report.pk, "submit"]), typed | {"version": 2})
    assert MonthlyReport.objects.get(pk=report.pk).progress == "拆除二台"
    assert "拆除二台" in decider.get(page).text
    again = writer.post(reverse("progress_move", args=[report.pk, "submit"]), typed | {"version": 4})
    assert "已报送的月报不能再修改" in again.text
    for asked, listed in (({"month": "2010-08", "state": "submitted"}, [report]), ({"level": "city"}, [])):
        assert list(decider.get(reverse("progress_reports"), asked).context["page"].object_list) == listed
    answer = decider.post(reverse("progress_move", args=[report.pk, "accept"]), {"version": 4, "comment": "同意"})
    assert answer.status_code == 302
    assert MonthlyReport.objects.get(pk=report.pk).state == "accepted"
    stranger = Client()
    stranger.force_login(OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200")))
    assert stranger.get(page).status_code == 404
