"""Every page opens for those who may see it, shows what is there, and hides what belongs to another city."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import World
from tracker.officers.roles import Role

LISTS = ["overview", "quotas", "targets", "contracts", "inbox", "uploads", "catalogue", "enterprises"]
SEERS = [Role.MUNICIPAL, Role.PROVINCIAL, Role.AUDITOR]


@pytest.mark.parametrize("role", SEERS)
@pytest.mark.parametrize("name", LISTS)
def test_list_opens(name: str, role: Role, world: World, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(role).get(reverse(name))
    assert answer.status_code == 200
    assert "<h1>" in answer.text


def test_details_open(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    for address in (
        reverse("quota", args=[world.quota.pk]),
        reverse("target", args=[world.targets[0].pk]),
        reverse("contract", args=[world.contract.pk]),
        reverse("enterprise", args=[world.targets[0].enterprise_id]),
        reverse("city", args=["330100"]),
        reverse("city", args=["330183"]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.text.count("<h1") == 1, address


def test_a_history_shows_no_bare_key_of_a_row_the_reader_may_not_see(
    world: World, signed_in: Callable[..., Client]
) -> None:
    target = world.targets[0]
    type(target).objects.filter(pk=target.pk).update(quota=world.quota)
    reader = signed_in(Role.COUNTY, region=target.region)
    assert "（无权查看的记录）" in reader.get(reverse("target", args=[target.pk])).text
    assert "（无权查看的记录）" not in signed_in(Role.MUNICIPAL).get(reverse("target", args=[target.pk])).text


def test_a_checked_plan_offers_no_change_of_its_quotas(world: World, signed_in: Callable[..., Client]) -> None:
    client, edit = signed_in(Role.MUNICIPAL), reverse("quota_edit", args=[world.quota.pk])
    pages = reverse("quotas"), reverse("quota", args=[world.quota.pk])
    assert all(edit in client.get(page).text for page in pages)
    type(world.plan).objects.filter(pk=world.plan.pk).update(state="checked")
    assert not any(edit in client.get(page).text for page in pages)


def test_forms_open(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    for address in (
        reverse("quota_new"),
        reverse("quota_edit", args=[world.quota.pk]),
        reverse("target_new"),
        reverse("target_edit", args=[world.targets[0].pk]),
        reverse("upload_new"),
    ):
        assert client.get(address).status_code == 200, address


def test_another_citys_rows_are_not_found(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    assert client.get(reverse("target", args=[world.foreign.pk])).status_code == 404
    assert client.get(reverse("enterprise", args=[world.foreign.enterprise_id])).status_code == 404
    assert client.get(reverse("city", args=["330200"])).status_code == 404
    assert world.foreign.enterprise.name not in client.get(reverse("targets")).text


def test_a_refused_step_leads_back_to_where_it_was_taken_and_nowhere_else(
    world: World, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(Role.PROVINCIAL)
    for told, link in (("http://testserver/screening/", True), ("https://elsewhere.example/", False), ("", False)):
        answer = client.post("/screening/pick/", {}, headers={"referer": told} if told else {})
        assert answer.status_code == 400
        assert ("返回上一页</a>" in answer.text) is link
        assert "elsewhere" not in answer.text


def test_stranger_is_sent_to_sign_in(world: World) -> None:
    answer = Client().get(reverse("targets"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN, Role.DEPARTMENT])
def test_administrators_and_departments_see_no_business_data(
    role: Role, world: World, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role)
    home = client.get(reverse("overview"))
    assert home.status_code == 200
    assert world.targets[0].enterprise.name not in home.text
    assert client.get(reverse("targets")).status_code == 403


def test_account_list_shows_roles(world: World, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(Role.SYSADMIN).get(reverse("accounts"))
    assert "系统管理员" in answer.text


def test_no_page_carries_inline_script_or_style(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    for name in LISTS:
        text = client.get(reverse(name)).text
        assert "style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " onclick" not in text
