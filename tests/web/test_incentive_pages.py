"""Pages of incentives: recording the use of capacity, what stands against it, awards with their sum and workbook."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from fixtures.incentives import LATER, accepted_target, award, replacement
from tests.web.test_queries import questions
from tracker.incentives.award_tables import Award
from tracker.incentives.replacement_tables import Replacement
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    """The business date: after acceptance."""
    monkeypatch.setenv("TRACKER_TODAY", LATER.isoformat())


def use(name: str, amount: str = "10.5", ratio: str = "1") -> dict[str, str]:
    """What an officer writes into the form."""
    return {
        "project": name, "builder": "示例公司", "project_region": "330200", "new_amount": amount, "unit": "万吨",
        "ratio": ratio, "amount": amount, "document_number": "浙经信置换〔2010〕1号", "decided_on": LATER.isoformat(),
    }  # fmt: skip


def test_the_province_finds_free_capacity_and_records_its_use_once(signed_in: Callable[..., Client]) -> None:
    target, client = accepted_target(), signed_in(Role.PROVINCIAL)
    search = client.get(reverse("replacement_new"), {"q": target.enterprise.name})
    assert "可置换" in search.text
    address = f"{reverse('replacement_new')}?target={target.pk}"
    assert client.post(address, use("甲项目")).status_code == 302
    again = client.post(address, use("乙项目", "1"))
    assert again.status_code == 200
    assert "该装备的产能已用于：甲项目" in again.text
    assert Replacement.objects.get().project_region_id == "330200"
    assert "甲项目" in client.get(reverse("replacements")).text


def test_a_ratio_that_is_not_met_is_told_at_its_field(signed_in: Callable[..., Client]) -> None:
    target, client = accepted_target(), signed_in(Role.PROVINCIAL)
    answer = client.post(f"{reverse('replacement_new')}?target={target.pk}", use("甲项目", ratio="1.25"))
    assert "按比例需要置换 13.125 万吨" in answer.text


def test_the_province_withdraws_a_use_and_others_only_look(signed_in: Callable[..., Client]) -> None:
    made = replacement()
    said = {"withdrawn_on": LATER.isoformat(), "reason": "项目取消", "version": made.version}
    address = reverse("replacement", args=[made.pk])
    assert signed_in(Role.MUNICIPAL).post(address, said).status_code == 403
    assert signed_in(Role.PROVINCIAL).post(address, {**said, "version": 9}).status_code == 409
    assert signed_in(Role.PROVINCIAL).post(address, said).status_code == 302
    assert "项目取消" in signed_in(Role.MUNICIPAL).get(address).text


def test_awards_are_listed_with_their_sum_and_go_out_as_a_workbook(signed_in: Callable[..., Client]) -> None:
    made = award(amount=Decimal("52.5"))
    assert made.target is not None
    client = signed_in(Role.MUNICIPAL)
    text = client.get(reverse("awards"), {"source": "central"}).text
    assert "<b>52.5</b> 万元" in text
    assert made.enterprise.name not in client.get(reverse("awards"), {"source": "provincial"}).text
    answer: Any = client.get(reverse("award_export"), {"plan": made.target.plan.code})
    sheet: Any = load_workbook(BytesIO(answer.getvalue())).active
    assert [cell.value for cell in sheet[4]][3] == "中央财政"


def test_an_award_is_recorded_by_hand_once_and_a_city_records_its_own_money(signed_in: Callable[..., Client]) -> None:
    target, city = accepted_target(), signed_in(Role.MUNICIPAL)
    assert target.enterprise.name in city.get(reverse("award_new")).text
    address = f"{reverse('award_new')}?target={target.pk}"
    said = {
        "source": "municipal", "purpose": "workers", "amount": "12.5", "year": "2010",
        "document_number": "杭财企〔2010〕5号",
    }  # fmt: skip
    assert city.post(address, {**said, "source": "central"}).status_code == 200
    assert city.post(address, said).status_code == 302
    made = Award.objects.get()
    assert (made.amount, made.target, made.recorded_by) == (Decimal("12.5"), target, city.officer)  # type: ignore[attr-defined]
    assert "同一来源已奖补过" in city.post(address, {**said, "amount": "99"}).text
    assert city.post(address, {**said, "whole": "on"}).status_code == 302
    assert signed_in(Role.PROVINCIAL).post(address, {**said, "source": "central"}).status_code == 302
    assert [one.target_id for one in Award.objects.order_by("pk")] == [target.pk, None, target.pk]
    assert signed_in(Role.COUNTY).get(address).status_code == 403


def test_an_award_is_corrected_on_its_page_with_reason_version_and_history(signed_in: Callable[..., Client]) -> None:
    made = award(amount=Decimal("52.5"))
    client, address = signed_in(Role.PROVINCIAL), reverse("award", args=[made.pk])
    said = {
        "source": "central", "purpose": "assets", "amount": "25.25", "year": "2010", "paid_on": "2010-11-30",
        "document_number": "浙财企〔2010〕88号", "version": made.version,
    }  # fmt: skip
    assert client.post(address, said).status_code == 200  # no reason, nothing saved
    assert client.post(address, said | {"reason": "抄错金额"}).status_code == 302
    made.refresh_from_db()
    assert (made.amount, made.purpose, made.paid_on.isoformat(), made.version) == (  # type: ignore[union-attr]
        Decimal("25.25"), "assets", "2010-11-30", 2
    )  # fmt: skip
    text = client.get(address).text
    assert "抄错金额" in text
    assert "52.5" in text
    late = client.post(address, said | {"reason": "另一人", "amount": "99"})
    assert late.status_code == 409
    assert "您填写的" in late.text
    assert address in client.get(reverse("awards")).text


def test_a_government_corrects_its_own_money_only(signed_in: Callable[..., Client]) -> None:
    given, city = award(), signed_in(Role.MUNICIPAL)
    own = award(given.target, source="municipal")
    said = {
        "purpose": "assets",
        "amount": "2",
        "year": "2010",
        "document_number": "杭1号",
        "reason": "错",
        "version": 1,
    }
    assert city.post(reverse("award", args=[given.pk]), said | {"source": "central"}).status_code in (200, 403)
    assert city.post(reverse("award", args=[own.pk]), said | {"source": "municipal"}).status_code == 302
    assert "更正理由" not in city.get(reverse("award", args=[given.pk])).text
    county = signed_in(Role.COUNTY)
    assert county.post(reverse("award", args=[own.pk]), said | {"source": "municipal"}).status_code == 403
    assert [one.amount for one in Award.objects.order_by("pk")] == [Decimal("52.5"), Decimal(2)]


@pytest.mark.parametrize("name", ["replacements", "awards", "replacement_new", "award_new"])
def test_lists_ask_no_more_for_more_rows(name: str, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    replacement(award().target)
    few = questions(client, reverse(name))
    for _ in range(3):
        replacement(award().target)
    assert questions(client, reverse(name)) == few
    assert Award.objects.count() == 4
