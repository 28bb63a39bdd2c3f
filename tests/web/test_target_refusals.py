"""What is refused on a target's page is told there: at the form, with what was typed; never on a page with nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fixtures.factories import OfficerFactory, TargetFactory
from tests.progress.pictures import photo
from tests.web.conftest import TODAY, World
from tracker.officers.roles import Role
from tracker.progress.evidence import attach, set_aside
from tracker.progress.inspection_tables import Inspection
from tracker.progress.requesting import ask_for_evidence, take_back_request
from tracker.targets.evidence import Evidence
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target

SignedIn = Callable[..., Client]


def told(answer: Any, status: int, target: Target) -> Any:
    """The page of the target that says why something was refused; its text."""
    assert answer.status_code == status
    assert answer.context["target"] == target
    return answer


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("a.exe", b"MZ" + b"\0" * 100, "照片"), ("a.jpg", photo()[:-300], "图片不完整"), ("a.jpg", b"", "空")],
)
def test_a_refused_file_leaves_kind_and_note_and_says_why(
    world: World, signed_in: SignedIn, name: str, content: bytes, why: str
) -> None:
    target = world.targets[1]
    sent = {"kind": "photo_after", "note": "主机已拆", "file": SimpleUploadedFile(name, content)}
    answer = told(signed_in(Role.MUNICIPAL).post(reverse("target_evidence", args=[target.pk]), sent), 400, target)
    form = answer.context["evidence_form"]
    assert why in str(form.errors["file"])
    assert answer.text.count(form.errors["file"][0]) == 2  # at the head and at the field
    for text in ('value="主机已拆"', '<option value="photo_after" selected>', "文件没有保留，请重新选择"):
        assert text in answer.text
    assert not Evidence.objects.filter(target=target, note="主机已拆").exists()


def test_a_file_for_a_withdrawn_target_is_told_at_the_head_as_the_form_is_gone(
    world: World, signed_in: SignedIn
) -> None:
    target = TargetFactory(plan=world.plan, stage="withdrawn", withdrawn_on=TODAY)
    sent = {"kind": "photo_after", "file": SimpleUploadedFile("a.jpg", photo())}
    answer = signed_in(Role.PROVINCIAL).post(reverse("target_evidence", args=[target.pk]), sent)
    assert "任务已撤销" in told(answer, 409, target).text
    assert 'id="evidence-new"' not in answer.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"due_on": "2010-08-31"}, "due_on"), ({"reason": " "}, "reason"), ({"kind": ""}, "kind")],
)
def test_a_refused_request_keeps_what_was_asked(
    world: World, signed_in: SignedIn, wrong: dict[str, str], field: str
) -> None:
    target, client = world.targets[1], signed_in(Role.MUNICIPAL)
    sent = {"kind": "workers", "due_on": "2010-09-08", "reason": "缺职工安置协议"} | wrong
    answer = told(client.post(reverse("evidence_request_new", args=[target.pk]), sent), 400, target)
    assert list(answer.context["request_form"].errors) == [field]
    assert "<details open><summary" in answer.text
    assert field == "reason" or "缺职工安置协议" in answer.text
    assert not EvidenceRequest.objects.exists()


def test_what_was_asked_already_is_told_of_the_form_as_a_whole(world: World, signed_in: SignedIn) -> None:
    target, client = world.targets[1], signed_in(Role.MUNICIPAL)
    sent = {"kind": "workers", "due_on": "2010-09-08", "reason": "缺职工安置协议"}
    assert client.post(reverse("evidence_request_new", args=[target.pk]), sent).status_code == 302
    answer = told(client.post(reverse("evidence_request_new", args=[target.pk]), sent), 409, target)
    assert "尚未补充" in str(answer.context["request_form"].non_field_errors())


def test_a_request_is_not_taken_back_without_a_reason(world: World, signed_in: SignedIn) -> None:
    target, client = world.targets[1], signed_in(Role.MUNICIPAL)
    officer = client.officer  # type: ignore[attr-defined]
    asked = ask_for_evidence(
        target=target, kind="workers", due_on=TODAY + timedelta(days=7), by=officer, on=TODAY, reason="缺协议"
    )
    address = reverse("evidence_request_take_back", args=[asked.pk])
    answer = told(client.post(address, {"version": asked.version, "reason": " "}), 400, target)
    assert answer.context["taking_back"]["form"].errors
    assert '<details class="no-print" open>' in answer.text
    take_back_request(request=asked, by=officer, on=TODAY, reason="不需要了", seen_version=asked.version)
    again = told(client.post(address, {"version": asked.version + 1, "reason": "不需要了"}), 409, target)
    assert "该要求已经结束" in again.text


def test_evidence_is_not_set_aside_without_a_reason_nor_twice(world: World, signed_in: SignedIn) -> None:
    target, client = world.targets[1], signed_in(Role.MUNICIPAL)
    officer = client.officer  # type: ignore[attr-defined]
    kept = attach(target=target, kind="photo_before", file=io.BytesIO(photo()), name="a.jpg", by=officer, on=TODAY)
    address = reverse("evidence_void", args=[kept.pk])
    answer = told(client.post(address, {"reason": "错" * 201}), 400, target)
    assert f'value="{"错" * 201}"' in answer.text
    assert '<details class="no-print" open>' in answer.text
    set_aside(evidence=kept, reason="传错", by=officer)
    assert "该材料已作废" in told(client.post(address, {"reason": "传错"}), 409, target).text


def test_a_refused_team_stands_at_its_form(world: World, signed_in: SignedIn) -> None:
    client = signed_in(Role.MUNICIPAL)
    officer, second = client.officer, OfficerFactory(role=Role.MUNICIPAL)  # type: ignore[attr-defined]
    target = TargetFactory(
        plan=world.plan, facility__enterprise__region=world.targets[1].region, stage="reported", completed_on=TODAY
    )
    address = reverse("inspection_new") + f"?target={target.pk}"
    alone = client.post(address, {"planned_on": "2010-09-03", "team": [officer.pk]})
    assert alone.status_code == 400
    assert "检查组至少两人" in str(alone.context["form"].errors["team"])
    assert ('value="2010-09-03"' in alone.text, " checked" in alone.text) == (True, True)
    Inspection.objects.create(target=target, region_id=target.region_id, kind="onsite", planned_on=TODAY)
    more = client.post(address, {"planned_on": "2010-09-03", "team": [officer.pk, second.pk]})
    assert more.status_code == 409
    assert "该任务已有待进行的检查" in more.text
    assert Inspection.objects.filter(target=target).count() == 1
