"""What pages say of contracts: which one a place and a target show, and what goes beyond what was signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures import factories, reference
from tests.web.conftest import World
from tracker.audit.acting import acting, system
from tracker.contracts.models import Contract
from tracker.officers.roles import Role
from tracker.quotas.models import Quota
from tracker.targets.models import Target


@pytest.fixture
def county_contract(world: World) -> Any:
    Contract.objects.filter(pk=world.contract.pk).update(number="责任状一号")
    fuyang = reference.region(reference.FUYANG)
    return factories.ContractFactory(plan=world.plan, region=fuyang, level="county", number="富阳责任状")


def test_a_countys_overview_shows_its_own_contract_and_the_citys_to_whoever_sees_it(
    county_contract: Any, signed_in: Callable[..., Client]
) -> None:
    own = signed_in(Role.COUNTY).get(reverse("overview"))
    assert "富阳责任状" in own.text
    assert "尚未签订责任状" not in own.text
    assert "责任状一号" not in own.text
    city = signed_in(Role.MUNICIPAL)
    both = city.get(reverse("city", args=[reference.FUYANG])).context["contracts"]
    assert [contract.number for contract in both] == ["富阳责任状", "责任状一号"]
    assert [each.number for each in city.get(reverse("overview")).context["contracts"]] == ["责任状一号"]


def test_a_county_without_a_contract_shows_the_citys_and_says_so(
    world: World, signed_in: Callable[..., Client]
) -> None:
    answer = signed_in(Role.MUNICIPAL).get(reverse("city", args=[reference.FUYANG]))
    assert "富阳市尚未签订责任状" in answer.text
    assert answer.context["contracts"] == [world.contract]


def test_a_target_shows_the_contract_its_quota_is_signed_in(
    world: World, county_contract: Any, signed_in: Callable[..., Client]
) -> None:
    under_city = factories.TargetFactory(
        plan=world.plan, facility__enterprise__region=world.targets[0].region, quota=world.quota
    )
    city = signed_in(Role.MUNICIPAL)
    shown = [city.get(reverse("target", args=[one.pk])).context["contract"] for one in (world.targets[0], under_city)]
    assert shown == [county_contract, world.contract]
    county = signed_in(Role.COUNTY)
    shown = [county.get(reverse("target", args=[one.pk])).context["contract"] for one in (world.targets[0], under_city)]
    assert shown == [county_contract, None]


@pytest.fixture
def signed_contract(world: World) -> Any:
    """The city's contract, signed at 120; the plan's task is raised to 150."""
    signed = {"number": "责任状一号", "state": "signed", "signed_on": date(2010, 7, 22)}
    with acting(system("test")):
        Contract.objects.filter(pk=world.contract.pk).update(**signed)
        Quota.objects.filter(pk=world.quota.pk).update(amount=150)
    return world.contract


def test_a_quotas_pages_say_by_how_much_it_goes_beyond_what_was_signed(
    world: World, signed_contract: Any, signed_in: Callable[..., Client]
) -> None:
    city = signed_in(Role.MUNICIPAL)
    for name in ("quota", "quota_edit"):
        shown = city.get(reverse(name, args=[world.quota.pk]))
        assert shown.context["signed"].more == 30, name
        assert "超出签订数" in shown.text, name
    assert shown.context["signed"].contract == signed_contract
    assert "新增的任务不在责任状内" in city.get(reverse("quota_new")).text
    county = signed_in(Role.COUNTY).get(reverse("quota", args=[world.county_quota.pk]))
    assert county.context["signed"] is None


def test_a_quota_nobody_signed_for_says_nothing_of_contracts(world: World, signed_in: Callable[..., Client]) -> None:
    shown = signed_in(Role.MUNICIPAL).get(reverse("quota", args=[world.quota.pk]))
    assert shown.context["signed"] is None  # the contract is a draft
    assert "签订数" not in shown.text


def test_the_history_of_a_target_names_the_place_of_its_quota(world: World, signed_in: Callable[..., Client]) -> None:
    with acting(system("test")):
        Target.objects.filter(pk=world.targets[0].pk).update(quota=world.quota)
    shown = signed_in(Role.MUNICIPAL).get(reverse("target", args=[world.targets[0].pk]))
    assert f"杭州市 {world.quota.content}" in shown.text
    assert f"330100 {world.quota.content}" not in shown.text


def test_what_was_completed_late_says_so_for_good(world: World, signed_in: Callable[..., Client]) -> None:
    due, region = date(2010, 8, 15), world.targets[0].region
    late, in_time = (
        factories.TargetFactory(
            plan=world.plan, facility__enterprise__region=region, deadline=due, stage="reported", completed_on=done
        )
        for done in (due + timedelta(days=12), due)
    )
    city = signed_in(Role.MUNICIPAL)
    assert "逾期 12 天完成" in city.get(reverse("target", args=[late.pk])).text
    assert "天完成" not in city.get(reverse("target", args=[in_time.pk])).text
    assert city.get(reverse("targets")).text.count("天完成") == 1
    assert "逾期 12 天完成" in city.get(reverse("enterprise", args=[late.enterprise_id])).text


def test_a_plan_entered_without_versions_does_not_promise_one(world: World, signed_in: Callable[..., Client]) -> None:
    shown = signed_in(Role.PROVINCIAL).get(reverse("plan", args=[world.plan.pk])).text
    assert "没有版本记录" in shown
    assert "下达时形成第 1 版" not in shown
