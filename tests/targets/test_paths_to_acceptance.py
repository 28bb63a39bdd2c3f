"""No target reaches acceptance without its evidence and two people, whatever the path: service, form, sheet, inspection, API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fixtures.factories import OfficerFactory, TargetFactory
from tests.targets.test_stages import DAY, MAY, at, step
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.inspection import answer, conclude, plan_inspection
from tracker.progress.inspection_tables import Inspection
from tracker.progress.merging import ProgressRow, merge_progress
from tracker.progress.requesting import ask_for_evidence, take_back_request
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.targets.services import check_move, move
from tracker.targets.stages import PASSED, Stage
from tracker.values.errors import DomainError, IllegalState
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive

pytestmark = pytest.mark.django_db
# Written down by hand, not read from the table.
REQUIRED = ("photo_before", "photo_after", "witness", "acceptance")
Door = Callable[[Target, Officer], None]


def by_service(target: Target, by: Officer) -> None:
    move(target=target, verb="accept", on=DAY, by=by, seen_version=target.version, reason="说明")


def by_form(target: Target, by: Officer) -> None:
    client = Client()
    client.force_login(by)
    said = {"version": target.version, "on": DAY.isoformat(), "reason": "说明"}
    client.post(reverse("target_move", args=[target.pk, "accept"]), said)


def by_sheet(target: Target, by: Officer) -> None:
    row = ProgressRow(target.enterprise.name, target.facility.name, "accepted", DAY, target.enterprise.credit_code)
    merge_progress(plan=target.plan, rows=[row], by=by)


def by_inspection(target: Target, by: Officer) -> None:
    team: list[Officer] = [by, OfficerFactory(role=Role.MUNICIPAL)]
    made = plan_inspection(target=target, kind="onsite", planned_on=DAY, team=team, by=by)
    answer(inspection=made, answers={point.code: ("ok", "") for point in made.points.all()}, by=by)
    conclude(inspection=made, outcome="pass", on=DAY, by=by, opinion="已拆除", seen_version=made.version)


def by_interface(target: Target, by: Officer) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(by)
    for method in ("post", "put", "patch", "delete"):
        getattr(client, method)(f"/api/v1/targets/{target.pk}/", {"stage": "accepted"}, content_type="application/json")


# Who may pass which door: a sheet also asks for the right to report, an inspection for the right to inspect.
DOORS: dict[str, tuple[Door, set[str]]] = {
    "service": (by_service, MAY["accept"]),
    "form": (by_form, MAY["accept"]),
    "sheet": (by_sheet, {"municipal"}),
    "inspection": (by_inspection, {"municipal", "provincial"}),
    "interface": (by_interface, set()),
}


def passes(door: Door, target: Target, by: Officer) -> bool:
    """Whether the target is accepted after somebody tried the door; what was done is undone."""
    savepoint = transaction.savepoint()
    try:
        with transaction.atomic():
            door(target, by)
    except DomainError:
        pass
    reached = Target.objects.get(pk=target.pk).stage in PASSED
    transaction.savepoint_rollback(savepoint)
    return reached


@pytest.fixture(autouse=True)
def business_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TODAY", DAY.isoformat())


@pytest.mark.parametrize("name", DOORS)
def test_only_a_reported_target_is_accepted_and_only_by_those_who_may(name: str) -> None:
    door, may = DOORS[name]
    officers = {role: OfficerFactory(role=role) for role in Role}
    for stage in (Stage.PLANNED, Stage.STOPPED, Stage.HELD, Stage.DISMANTLED, Stage.REPORTED, Stage.WITHDRAWN):
        target = at(stage)
        for role, officer in officers.items():
            wanted = stage == Stage.REPORTED and role.value in may
            assert passes(door, target, officer) == wanted, f"{name} by {role} from {stage}"


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("kind", REQUIRED)
def test_whoever_tries_nothing_is_accepted_while_one_piece_of_evidence_is_set_aside(name: str, kind: str) -> None:
    door, _may = DOORS[name]
    target = at("reported")
    Evidence.objects.filter(target=target, kind=kind).update(voided=True)
    for role in Role:
        assert not passes(door, target, OfficerFactory(role=role)), f"{name} by {role} without {kind}"


@pytest.mark.parametrize("name", DOORS)
def test_nothing_is_accepted_while_evidence_asked_for_is_waiting(name: str) -> None:
    door, may = DOORS[name]
    target, city = at("reported"), OfficerFactory(role=Role.MUNICIPAL)
    asked = ask_for_evidence(
        target=target, kind="workers", due_on=DAY, by=OfficerFactory(role=Role.PROVINCIAL), on=DAY, reason="缺签字页"
    )
    assert not passes(door, target, city), name
    with pytest.raises(IllegalState, match=r"职工安置材料.*2010") as refused:
        check_move(target=target, verb="accept", on=DAY, by=city)
    assert refused.value.code == "evidence_asked"
    take_back_request(request=asked, by=city, on=DAY, reason="已补", seen_version=asked.version)
    assert passes(door, target, city) == (Role.MUNICIPAL.value in may), name


@pytest.mark.parametrize("name", DOORS)
def test_whoever_reported_is_not_let_through_any_door(name: str) -> None:
    door, _may = DOORS[name]
    for role in (Role.MUNICIPAL, Role.COUNTY):
        one = OfficerFactory(role=role)
        target = step(at("dismantled"), "report", one)
        assert not passes(door, target, one)


def test_a_workbook_through_the_whole_intake_accepts_nothing_the_form_would_refuse() -> None:
    one, other = OfficerFactory.create_batch(2, role=Role.MUNICIPAL)
    target = step(at("dismantled"), "report", one)
    lacking = at("reported")
    Target.objects.filter(pk=lacking.pk).update(plan=target.plan)
    Evidence.objects.filter(target=lacking, kind="witness").update(voided=True)
    assert [sent(target, by) for by in (one, other)] == [Upload.State.REFUSED, Upload.State.APPLIED]
    assert sent(lacking, other) == Upload.State.REFUSED
    assert Target.objects.get(pk=target.pk).stage == "accepted"
    assert Target.objects.get(pk=lacking.pk).stage == "reported"


def sent(target: Target, by: Officer) -> str:
    """The state of a progress sheet that says the target is accepted, after an officer sent and confirmed it."""
    lines = (
        "企业名称,统一社会信用代码,淘汰装备（生产线）,进度阶段,完成日期",
        f"{target.enterprise.name},{target.enterprise.credit_code},{target.facility.name},已验收,{DAY}",
    )
    file = ContentFile("\n".join(lines).encode(), name="progress.csv")
    seen = read_and_preview(str(receive(file=file, kind="progress", plan=target.plan, by=by).pk))
    if seen.state == Upload.State.PREVIEWED:
        seen = apply_upload(upload=seen, by=by, now=timezone.now())
    return seen.state


def test_the_database_lets_nothing_in_that_is_accepted_already() -> None:
    made = TargetFactory(done=True)
    made.pk, made.stage, made.accepted_on = None, "accepted", DAY
    with pytest.raises(IntegrityError, match="recorded fact"), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize("kind", REQUIRED)
def test_the_database_keeps_what_a_target_was_accepted_by(kind: str) -> None:
    evidence = Evidence.objects.filter(target=at("accepted"), kind=kind)
    with pytest.raises(IntegrityError, match="accepted by this evidence"), transaction.atomic():
        evidence.update(voided=True)
    with pytest.raises(IntegrityError, match="accepted by this evidence"), transaction.atomic():
        evidence.update(target=TargetFactory())
    evidence.update(note="说明不受限制")


def test_a_failed_inspection_may_still_take_evidence_back() -> None:
    target = step(at("accepted"), "fail", OfficerFactory(role=Role.PROVINCIAL), on=date(2010, 9, 3))
    assert not Evidence.objects.standing().filter(target=target, kind="acceptance").exists()
    assert Inspection.objects.filter(target=target).count() == 0
