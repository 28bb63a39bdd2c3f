"""Which contract a place and a target show: the county's own first, the city's beside it for whoever may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures import factories, reference
from tests.web.conftest import World
from tracker.contracts.models import Contract
from tracker.officers.roles import Role


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
