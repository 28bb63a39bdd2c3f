"""Inspections: teams without interest, checklists, conclusions that move the target; draws, papers, and cases."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory, furnish
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.cases import close_case, open_case
from tracker.progress.checklists import COMMON
from tracker.progress.inspection import answer, conclude, plan_inspection
from tracker.progress.inspection_tables import Case, Draw, DrawAnnouncement, Inspection
from tracker.progress.suspicions import Found, raise_suspicions
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.targets.services import move
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db
DAY, LATER = date(2010, 9, 20), date(2010, 10, 8)
EVENT_ON, VISITS_FROM = date(2010, 10, 10), date(2010, 10, 11)


class People:
    """Who takes part."""

    def __init__(self) -> None:
        self.county = OfficerFactory(role=Role.COUNTY)
        self.city, self.second = OfficerFactory.create_batch(2, role=Role.MUNICIPAL)
        self.province, self.colleague = OfficerFactory.create_batch(2, role=Role.PROVINCIAL)


@pytest.fixture
def people(db: None) -> People:
    return People()


def reported(people: People, **fields: Any) -> Target:
    target = furnish(TargetFactory(facility__enterprise__region=people.county.region, **fields))
    for verb in ("dismantle", "report"):
        target = move(target=target, verb=verb, on=date(2010, 9, 10), by=people.county, seen_version=target.version)
    return target


def accepted(people: People, **fields: Any) -> Target:
    target = reported(people, **fields)
    return move(target=target, verb="accept", on=DAY, by=people.city, seen_version=target.version)


def onsite(people: People, target: Target) -> Inspection:
    team = [people.city, people.second]
    return plan_inspection(target=target, kind="onsite", planned_on=DAY, team=team, by=people.city)


def ticked(inspection: Inspection, by: Officer, **bad: str) -> Inspection:
    answers = {
        point.code: ("bad", bad[point.code]) if point.code in bad else ("ok", "") for point in inspection.points.all()
    }
    answer(inspection=inspection, answers=answers, by=by)
    return inspection


def concluded(inspection: Inspection, outcome: str, by: Officer, **more: Any) -> Inspection:
    said = {"on": DAY, "opinion": "主机已割断，不能恢复生产", **more}
    return conclude(inspection=inspection, outcome=outcome, by=by, seen_version=inspection.version, **said)


def test_the_checklist_has_the_common_points_and_those_of_the_industry(people: People) -> None:
    codes = [point.code for point in onsite(people, reported(people)).points.all()]
    assert codes[: len(COMMON)] == [point.code for point in COMMON]
    assert "cement-shell" in codes


def test_passing_on_site_accepts_the_target(people: People) -> None:
    target = reported(people)
    concluded(ticked(onsite(people, target), people.city), "pass", people.city)
    target.refresh_from_db()
    assert (target.stage, target.accepted_on) == ("accepted", DAY)


def test_passing_without_the_signed_form_changes_nothing(people: People) -> None:
    target = reported(people)
    Evidence.objects.filter(target=target, kind="acceptance").update(voided=True)
    inspection = ticked(onsite(people, target), people.city)
    with pytest.raises(InvalidValue) as refused:
        concluded(inspection, "pass", people.city)
    assert refused.value.code == "evidence_missing"
    assert Inspection.objects.get(pk=inspection.pk).state == "planned"


def test_failing_reopens_the_target_overdue_as_of_the_day_it_was_due(people: People) -> None:
    target = accepted(people)
    assert not Target.objects.overdue_as_of(LATER).filter(pk=target.pk).exists()
    team = [people.province, people.colleague]
    spot = plan_inspection(target=target, kind="spot", planned_on=LATER, team=team, by=people.province)
    ticked(spot, people.province, dismantled="主机仍在基础上")
    concluded(spot, "fail", people.province, on=LATER, opinion="主机仍在基础上")
    target.refresh_from_db()
    assert (target.stage, target.completed_on, target.accepted_on) == ("stopped", None, None)
    assert Target.objects.overdue_as_of(date(2010, 9, 16)).filter(pk=target.pk).exists()


def test_a_conditional_outcome_sets_a_day_and_leaves_the_target(people: People) -> None:
    target = reported(people)
    inspection = ticked(onsite(people, target), people.city, workers="尚有三人未安置")
    for day in (None, DAY):
        with pytest.raises(InvalidValue):
            concluded(inspection, "conditional", people.city, rectify_by=day)
    assert concluded(inspection, "conditional", people.city, rectify_by=LATER).rectify_by == LATER
    assert Target.objects.get(pk=target.pk).stage == "reported"
    assert onsite(people, target).state == "planned"


def test_nothing_passes_with_an_open_or_a_bad_point_or_without_an_opinion(people: People) -> None:
    inspection = onsite(people, reported(people))
    with pytest.raises(InvalidValue, match="尚未填完"):
        concluded(inspection, "pass", people.city)
    with pytest.raises(InvalidValue, match="写明情况"):
        answer(inspection=inspection, answers={"power": ("bad", " ")}, by=people.city)
    ticked(inspection, people.city, power="电表仍在走字")
    with pytest.raises(InvalidValue, match="不能判为通过"):
        concluded(inspection, "pass", people.city)
    with pytest.raises(InvalidValue):
        concluded(inspection, "fail", people.city, opinion=" ")


def test_whoever_reported_is_no_inspector_and_one_alone_is_no_team(people: People) -> None:
    target = reported(people)
    for team in ([people.city, people.county], [people.city], [people.city, people.city]):
        with pytest.raises(InvalidValue):
            plan_inspection(target=target, kind="onsite", planned_on=DAY, team=team, by=people.city)


def test_only_the_team_concludes_and_only_the_province_spot_checks(people: People) -> None:
    inspection = ticked(onsite(people, reported(people)), people.city)
    for stranger in (
        OfficerFactory(role=Role.MUNICIPAL),
        people.county,
        people.province,
        OfficerFactory(role=Role.AUDITOR),
    ):
        with pytest.raises(NotAllowed):
            concluded(inspection, "pass", stranger)
    target = accepted(people)
    team = [people.province, people.second]
    spot = plan_inspection(target=target, kind="spot", planned_on=LATER, team=team, by=people.province)
    with pytest.raises(NotAllowed):
        ticked(spot, people.second)
    concluded(ticked(spot, people.province), "pass", people.province, on=LATER)
    assert Target.objects.get(pk=target.pk).stage == "confirmed"


def test_inspections_come_at_their_stage_and_one_at_a_time(people: People) -> None:
    target = reported(people)
    with pytest.raises(IllegalState):
        plan_inspection(target=target, kind="spot", planned_on=DAY, team=[people.city, people.second], by=people.city)
    onsite(people, target)
    with pytest.raises(IllegalState):
        onsite(people, target)


def test_a_spot_check_is_the_provinces_to_plan(people: People) -> None:
    target, team = accepted(people), [people.second, people.colleague]
    with pytest.raises(NotAllowed):
        plan_inspection(target=target, kind="spot", planned_on=LATER, team=team, by=people.city)
    assert "inspections/new/" not in _page(people.city, "target", target.pk)
    assert "inspections/new/" in _page(people.province, "target", target.pk)


def test_officers_of_other_cities_go_along_but_somebody_of_the_place_records(people: People) -> None:
    target = reported(people)
    guests = [OfficerFactory(role=Role.MUNICIPAL, region=reference.region(code)) for code in ("330900", "331100")]
    offered = _page(people.city, "inspection_new", query=f"?target={target.pk}")
    assert all(guest.name in offered for guest in guests)
    with pytest.raises(InvalidValue, match="登记检查结果"):
        plan_inspection(target=target, kind="onsite", planned_on=DAY, team=guests, by=people.city)
    team = [people.city, guests[0]]
    made = plan_inspection(target=target, kind="onsite", planned_on=DAY, team=team, by=people.city)
    assert made.members.count() == len(team)


def test_the_page_of_a_target_leads_to_its_inspections_and_doubts(people: People) -> None:
    target = accepted(people)
    team = [people.province, people.colleague]
    spot = plan_inspection(target=target, kind="spot", planned_on=LATER, team=team, by=people.province)
    found = Found("restart", "restart:1", target.region_id, ("用电异常",), target.pk)
    raise_suspicions([found], on=LATER)
    page = _page(people.province, "target", target.pk)
    assert reverse("inspection", args=[spot.pk]) in page
    assert "inspections/new/" not in page  # one at a time
    assert "用电异常" in page


def _page(officer: Officer, name: str, *keys: int, query: str = "") -> str:
    client = Client()
    client.force_login(officer)
    return client.get(reverse(name, args=keys) + query).content.decode()


def test_the_papers_say_what_is_on_record(people: People) -> None:
    target = reported(people)
    inspection = ticked(onsite(people, target), people.city, power="电表仍在走字")
    client = Client()
    client.force_login(people.city)
    for address in (reverse("target_witness", args=[target.pk]), reverse("inspection_form", args=[inspection.pk])):
        answer_ = client.get(address)
        paper = Document(BytesIO(answer_.getvalue()))
        text = "\n".join(
            [p.text for p in paper.paragraphs] + [c.text for t in paper.tables for r in t.rows for c in r.cells]
        )
        assert target.enterprise.name in text
        assert "{{" not in text
    assert "电表仍在走字" in text


def test_a_case_is_for_the_province_and_the_auditors_in_code_and_in_the_database(people: People) -> None:
    case = open_case(target=reported(people), kind="false_report", facts="照片系旧照", by=people.province, on=LATER)
    assert Case.objects.visible_to(OfficerFactory(role=Role.AUDITOR)).get() == case
    assert not Case.objects.visible_to(people.city).exists()
    with acting(people.city.actor):
        assert not Case.objects.exists()
    with pytest.raises(NotAllowed):
        open_case(target=case.target, kind="false_report", facts="x", by=people.city, on=LATER)
    closed = close_case(case=case, proven=True, conclusion="经查属实", by=people.province, on=LATER, seen_version=1)
    assert closed.state == "proven"


def test_an_inspection_goes_through_the_pages(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", DAY.isoformat())
    target, client = reported(people), Client()
    client.force_login(people.city)
    assert client.get(reverse("inspection_new") + f"?target={target.pk}").status_code == 200
    sent = {"planned_on": DAY.isoformat(), "team": [people.city.pk, people.second.pk]}
    assert client.post(reverse("inspection_new") + f"?target={target.pk}", sent).status_code == 302
    inspection = Inspection.objects.get(target=target)
    ticks = {point.code: "ok" for point in inspection.points.all()}
    assert client.post(reverse("inspection_answers", args=[inspection.pk]), {"power": "ok"}).status_code == 302
    said = {"outcome": "pass", "on": DAY.isoformat(), "opinion": "同意", "version": 1}
    kept = client.post(reverse("inspection_answers", args=[inspection.pk]), {"power": "ok"} | said)
    assert "同意" in kept.text  # the checklist is saved, and the opinion still stands there
    half = said | {"power": "na", "power-remark": "已拆表"}
    refused = client.post(reverse("inspection_conclude", args=[inspection.pk]), half)
    assert refused.status_code == 400
    for text in ("检查清单尚未填完", "已拆表", "同意"):
        assert text in refused.text
    assert inspection.points.get(code="power").answer == "ok"
    assert client.post(reverse("inspection_conclude", args=[inspection.pk]), said | ticks).status_code == 302
    assert Target.objects.get(pk=target.pk).stage == "accepted"
    assert client.get(reverse("inspection", args=[inspection.pk])).status_code == 200
    provincial = Client()
    provincial.force_login(people.province)
    provincial.post(reverse("plan_switch"), {"plan": target.plan.code})
    assert client.get(reverse("cases")).status_code == 403
    for name in ("inspections", "inspection_draw", "suspicions", "cases"):
        assert provincial.get(reverse(name)).status_code == 200, name
    assert provincial.get(reverse("case_new") + f"?target={target.pk}").status_code == 200
    said = {
        "count": "1", "team_size": "2", "event": "双色球", "event_on": EVENT_ON.isoformat(),
        "planned_on": VISITS_FROM.isoformat(),
    }  # fmt: skip
    provincial.post(reverse("inspection_draw"), said)
    announcement = DrawAnnouncement.objects.get()
    assert "双色球" in provincial.get(reverse("inspections")).text
    monkeypatch.setenv("TRACKER_TODAY", EVENT_ON.isoformat())
    provincial.post(reverse("inspection_draw_perform", args=[announcement.pk]), {"outcome": "03 09"})
    assert Draw.objects.get().announcement == announcement


def test_the_certificate_of_acceptance_is_handed_out_once_accepted(people: People) -> None:
    target, client = reported(people), Client()
    client.force_login(people.city)
    early = client.get(reverse("target_certificate", args=[target.pk]))
    assert (early.status_code, early["Location"]) == (302, reverse("target", args=[target.pk]))
    concluded(ticked(onsite(people, target), people.city), "pass", people.city)
    answer_ = client.get(reverse("target_certificate", args=[target.pk]))
    paper = Document(BytesIO(answer_.getvalue()))
    said = "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert target.enterprise.name in said
    assert "2010年9月20日" in said


@pytest.mark.parametrize("name", ["target_witness_pdf", "target_certificate_pdf"])
def test_without_libreoffice_the_page_says_that_there_is_only_word(
    people: People, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("tracker.documents.pdf.shutil.which", lambda _name: None)
    client = Client()
    client.force_login(people.city)
    answer_ = client.post(reverse(name, args=[accepted(people).pk]), follow=True)
    assert "LibreOffice" in answer_.content.decode()
