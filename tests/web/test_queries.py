"""A list asks the database the same number of questions however many rows it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fixtures import factories, reference
from tests.web.conftest import World, make_targets
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role

CITIES = ["330200", "330300", "330400", "330500"]


def more(world: World) -> None:
    """Ten times as much of everything a list shows."""
    fuyang = reference.region(reference.FUYANG)
    for target in make_targets(world.plan, 20, quota=world.county_quota):
        factories.AlertFactory(target=target)
    for number in range(10):
        factories.QuotaFactory(plan=world.plan, region=fuyang, content=f"第{number}项", parent=world.quota)
        factories.EntryFactory(edition=world.entry.edition)
        factories.UploadFactory(plan=world.plan)
        factories.OfficerFactory()
    for code in CITIES:
        city = reference.region(code)
        factories.ContractFactory(plan=world.plan, region=city)
        factories.QuotaFactory(plan=world.plan, region=city)
        factories.TargetFactory(plan=world.plan, facility__enterprise__region=city)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("overview", Role.PROVINCIAL),
        ("overview", Role.MUNICIPAL),
        ("quotas", Role.PROVINCIAL),
        ("targets", Role.PROVINCIAL),
        ("contracts", Role.PROVINCIAL),
        ("inbox", Role.PROVINCIAL),
        ("uploads", Role.PROVINCIAL),
        ("enterprises", Role.PROVINCIAL),
        ("catalogue", Role.PROVINCIAL),
        ("accounts", Role.SYSADMIN),
    ],
)
def test_list_asks_no_more_for_more_rows(name: str, role: Role, world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(role)
    few = questions(client, f"{reverse(name)}?plan={world.plan.code}")
    more(world)
    many = questions(client, f"{reverse(name)}?plan={world.plan.code}")
    assert many == few
    assert many <= 30


def test_history_asks_no_more_for_more_changes(world: World, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.MUNICIPAL)
    address = reverse("target", args=[world.targets[0].pk])
    change(world.targets[0], remark="一")
    few = questions(client, address)
    for remark in "二三四五":
        change(world.targets[0], remark=remark)
    assert questions(client, address) == few


def questions(client: Client, address: str) -> int:
    """How many queries a page costs once the client is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def change(row: Any, **fields: Any) -> None:
    """Change a row over the whole province's scope."""
    with acting(system("test")):
        type(row).objects.filter(pk=row.pk).update(**fields)
