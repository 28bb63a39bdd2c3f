"""Forms save what is typed, tell what is wrong at its field, and never overwrite another officer's change."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.web.conftest import World
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.quotas.models import Quota
from tracker.targets.models import Target


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """The quota form as an officer sends it."""
    return {
        "region": "330100", "industry": "cement", "content": "机立窑", "amount": "1,200.5", "unit": "万吨",
        "equipment_count": "12", "equipment_unit": "座", "deadline": "2010-09-15", "lead_department": "", "remark": "",
        **changes,
    }  # fmt: skip


def stored(model: Any, **lookup: Any) -> Any:
    """A row as the database has it, whoever may see it."""
    with acting(system("test")):
        return model.objects.get(**lookup)


def test_new_quota_is_saved_and_shown(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    answer = client.post(f"{reverse('quota_new')}?plan={world.plan.code}", typed(world), follow=True)
    assert answer.status_code == 200
    assert "已保存" in answer.text
    assert stored(Quota, content="机立窑").amount == Decimal("1200.5")


def test_wrong_unit_is_told_at_its_field_and_nothing_is_written(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    answer = client.post(f"{reverse('quota_new')}?plan={world.plan.code}", typed(world, unit="万米"))
    assert "计量单位与行业不符" in answer.context["form"].errors["unit"][0]
    with acting(system("test")):
        assert not Quota.objects.filter(content="机立窑").exists()


def test_negative_amount_is_refused(world: World, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(Role.MUNICIPAL).post(reverse("quota_new"), typed(world, amount="-3"))
    assert "amount" in answer.context["form"].errors


def test_another_citys_region_is_no_choice(world: World, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(Role.MUNICIPAL).post(reverse("quota_new"), typed(world, region="330200"))
    assert "region" in answer.context["form"].errors


def test_second_officer_gets_a_conflict_with_both_values(world: World, signed_in: Callable[..., Client]) -> None:
    address = reverse("quota_edit", args=[world.quota.pk])
    first, second = signed_in(Role.MUNICIPAL, name="周丽华"), signed_in(Role.MUNICIPAL, name="陈国强")
    seen = {"version": world.quota.version, "content": world.quota.content}
    first.post(address, typed(world, amount="130", **seen))
    answer = second.post(address, typed(world, amount="140", **seen))
    assert answer.status_code == 409
    conflict = next(line for line in answer.context["conflicts"] if line["name"] == "amount")
    assert (conflict["was"], conflict["theirs"], conflict["yours"]) == ("120", "130", "140")
    assert "周丽华" in answer.text
    assert stored(Quota, pk=world.quota.pk).amount == Decimal(130)


def test_conflict_is_settled_field_by_field(world: World, signed_in: Callable[..., Client]) -> None:
    address = reverse("quota_edit", args=[world.quota.pk])
    first, second = signed_in(Role.MUNICIPAL), signed_in(Role.MUNICIPAL)
    seen = {"version": world.quota.version, "content": world.quota.content}
    first.post(address, typed(world, amount="130", remark="他的", **seen))
    answer = second.post(address, typed(world, amount="140", remark="我的", **seen))
    version = answer.context["form"]["version"].value()
    settled = {"keep-amount": "theirs", "keep-remark": "yours", **seen, "version": version}
    assert second.post(address, typed(world, amount="140", remark="我的", **settled)).status_code == 302
    quota = stored(Quota, pk=world.quota.pk)
    assert (quota.amount, quota.remark) == (Decimal(130), "我的")


def test_reason_and_officer_stand_in_the_history(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL, name="周丽华")
    address = reverse("target_edit", args=[world.targets[0].pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"amount": "11", "reason": "核实铭牌后更正"}
    assert client.post(address, sent).status_code == 302
    text = client.get(reverse("target", args=[world.targets[0].pk])).text
    assert "核实铭牌后更正" in text
    assert "周丽华" in text
    assert "<del>10.5</del>" in text
    assert "<ins>11</ins>" in text


def test_new_target_registers_its_enterprise(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.COUNTY)
    sent = {
        "region": "330183", "enterprise_name": "富阳新登水泥厂", "credit_code": "", "industry": "cement",
        "facility_name": "Φ2.4×10米水泥磨", "equipment_count": "", "equipment_unit": "", "amount": "20", "unit": "万吨",
        "deadline": "2010-09-15", "remark": "",
    }  # fmt: skip
    answer = client.post(f"{reverse('target_new')}?plan={world.plan.code}", sent, follow=True)
    assert "富阳新登水泥厂" in answer.text
    assert stored(Target, enterprise__name="富阳新登水泥厂").amount == Decimal(20)
