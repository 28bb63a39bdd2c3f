"""What officers do to a target, a contract and an alert from its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse

from fixtures.factories import furnish
from tests.web.conftest import TODAY, World
from tests.web.test_forms import stored
from tracker.alerts.models import Alert
from tracker.contracts.models import Contract
from tracker.contracts.states import ContractState
from tracker.officers.roles import Role
from tracker.targets.models import Target
from tracker.targets.services import move
from tracker.targets.stages import Stage


def test_county_officer_records_that_production_stopped(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.COUNTY), world.targets[1]
    assert "登记关停" in client.get(reverse("target", args=[target.pk])).text
    sent = {"on": "2010-08-30", "reason": "断电后停产", "version": target.version}
    answer = client.post(reverse("target_move", args=[target.pk, "stop"]), sent, follow=True)
    assert "断电后停产" in answer.text
    assert stored(Target, pk=target.pk).stage == Stage.STOPPED


def test_a_move_that_lies_ahead_is_refused(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.COUNTY), world.targets[1]
    sent = {"on": "2010-09-02", "version": target.version}
    answer = client.post(reverse("target_move", args=[target.pk, "stop"]), sent)
    assert answer.status_code == 400
    assert "日期不能晚于今天" in answer.text


def test_a_refused_move_is_told_on_the_page_with_what_was_typed(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.COUNTY), world.targets[1]
    stopped = {"on": "2010-08-30", "version": target.version}
    client.post(reverse("target_move", args=[target.pk, "stop"]), stopped)
    sent = {"on": "2010-08-12", "reason": "八月中旬拆完", "version": target.version + 1}
    early = client.post(reverse("target_move", args=[target.pk, "dismantle"]), sent)
    assert early.status_code == 400
    for text in ("日期不能早于上一阶段（2010-08-30）", 'value="2010-08-12"', "八月中旬拆完", 'id="to-do"'):
        assert text in early.text
    bare = client.post(reverse("target_move", args=[target.pk, "dismantle"]), sent | {"on": "2010-08-31"})
    assert "缺少佐证材料：拆除前照片" in bare.text
    assert stored(Target, pk=target.pk).stage == Stage.STOPPED


def test_whoever_reported_is_not_offered_the_acceptance(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.MUNICIPAL), furnish(world.targets[1])
    officer = client.officer  # type: ignore[attr-defined]
    for verb in ("dismantle", "report"):
        target = move(target=target, verb=verb, on=date(2010, 8, 30), by=officer, seen_version=target.version)
    page, accept = reverse("target", args=[target.pk]), reverse("target_move", args=[target.pk, "accept"])
    mine, theirs = client.get(page).text, signed_in(Role.MUNICIPAL).get(page).text
    assert (accept in mine, "须由另一人办理" in mine) == (False, True)
    assert (accept in theirs, "须由另一人办理" in theirs) == (True, False)
    refused = client.post(accept, {"on": "2010-08-31", "version": target.version})
    assert refused.status_code == 409
    assert "报告人与验收人、核查人不能是同一人" in refused.text
    assert "他人修改" not in refused.text


def test_what_cannot_be_done_now_is_not_said_to_be_changed_by_others(
    world: World, signed_in: Callable[..., Client]
) -> None:
    answer = signed_in(Role.MUNICIPAL).get(reverse("inspection_new") + f"?target={world.targets[1].pk}")
    assert answer.status_code == 409
    assert "<h1>报告完成之后才能安排验收</h1>" in answer.text
    assert "现在不能这样办理" in answer.text
    assert "他人修改" not in answer.text


def test_a_move_on_a_row_changed_meanwhile_is_a_conflict(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.COUNTY), world.targets[1]
    sent = {"on": "2010-08-30", "version": target.version + 1}
    assert client.post(reverse("target_move", args=[target.pk, "stop"]), sent).status_code == 409
    assert stored(Target, pk=target.pk).stage == Stage.PLANNED


def test_auditor_is_offered_no_move(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.AUDITOR), world.targets[1]
    assert "登记关停" not in client.get(reverse("target", args=[target.pk])).text
    sent = {"on": "2010-08-30", "version": target.version}
    assert client.post(reverse("target_move", args=[target.pk, "stop"]), sent).status_code == 403


def test_province_extends_a_deadline(world: World, signed_in: Callable[..., Client]) -> None:
    client, target = signed_in(Role.PROVINCIAL), world.targets[-1]
    sent = {"new_due_on": "2010-10-15", "reason": "职工安置未完成", "version": target.version}
    answer = client.post(reverse("target_extend", args=[target.pk]), sent, follow=True)
    assert "职工安置未完成" in answer.text
    assert "原期限 2010-08-15" in answer.text


def test_contract_is_issued_and_signed(world: World, signed_in: Callable[..., Client]) -> None:
    client, pk = signed_in(Role.PROVINCIAL), world.contract.pk
    client.post(reverse("contract_issue", args=[pk]), {"version": world.contract.version})
    version = stored(Contract, pk=pk).version
    sent = {"signed_on": TODAY.isoformat(), "party_a_name": "甲某", "party_b_name": "乙某", "version": version}
    answer = client.post(reverse("contract_sign", args=[pk]), sent)
    assert answer.status_code == 302, answer.context["sign_form"].errors
    assert stored(Contract, pk=pk).state == ContractState.SIGNED
    assert "2010年9月1日" in client.get(reverse("contract", args=[pk])).text


def test_signing_without_names_is_refused_on_the_form(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    sent = {"signed_on": "2010-08-20", "version": world.contract.version}
    answer = client.post(reverse("contract_sign", args=[world.contract.pk]), sent)
    assert set(answer.context["sign_form"].errors) == {"party_a_name", "party_b_name"}


def test_alert_is_acknowledged(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.COUNTY)
    sent = {"note": "已约谈企业", "version": world.alert.version}
    client.post(reverse("alert_acknowledge", args=[world.alert.pk]), sent)
    alert = stored(Alert, pk=world.alert.pk)
    assert (alert.state, alert.note, alert.acknowledged_on) == (Alert.State.ACKNOWLEDGED, "已约谈企业", TODAY)
    assert "已约谈企业" in client.get(f"{reverse('inbox')}?state=acknowledged").text
