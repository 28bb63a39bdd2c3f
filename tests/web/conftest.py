"""A small campaign to look at: a plan with quotas, targets, a contract, alerts, and officers to sign in as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from fixtures import factories, reference
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.targets.stages import Stage

TODAY = date(2010, 9, 1)


@dataclass
class World:
    """What the pages show: two cities, so that one must not see the other's."""

    plan: Any
    quota: Any
    county_quota: Any
    targets: list[Any]
    foreign: Any
    contract: Any
    alert: Any
    entry: Any


@pytest.fixture(autouse=True)
def first_of_september(monkeypatch: pytest.MonkeyPatch) -> None:
    """The business date: two weeks before the deadline."""
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())


@pytest.fixture
def world(db: None) -> World:
    """杭州 with five targets in 富阳, one of them overdue, and 宁波 with one."""
    plan = factories.PlanFactory(code="TEST-PAGES", year=2010)
    fuyang, ningbo = reference.region(reference.FUYANG), reference.region("330200")
    quota = factories.QuotaFactory(plan=plan, content="直径3米及以下水泥磨机")
    county_quota = factories.QuotaFactory(plan=plan, region=fuyang, content="直径3米及以下水泥磨机", parent=quota)
    targets = make_targets(plan, 5, quota=county_quota)
    late = factories.TargetFactory(
        plan=plan, facility__enterprise__region=fuyang, deadline=date(2010, 8, 15), quota=county_quota
    )
    contract = factories.ContractFactory(plan=plan)
    factories.UploadFactory(plan=plan)
    factories.ContractLineFactory(contract=contract, content="直径3米及以下水泥磨机")
    return World(
        plan=plan,
        quota=quota,
        county_quota=county_quota,
        targets=[*targets, late],
        foreign=factories.TargetFactory(plan=plan, facility__enterprise__region=ningbo),
        contract=contract,
        alert=factories.AlertFactory(target=late),
        entry=factories.EntryFactory(),
    )


def make_targets(plan: Any, number: int, **fields: Any) -> list[Any]:
    """So many targets of Fuyang's enterprises, the first of them dismantled."""
    fuyang = reference.region(reference.FUYANG)
    made: list[Any] = factories.TargetFactory.create_batch(
        number, plan=plan, facility__enterprise__region=fuyang, **fields
    )
    for target in made[:1]:
        type(target).objects.filter(pk=target.pk).update(stage=Stage.DISMANTLED)
    return made


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A client signed in as a new officer of a role (or as the given one)."""

    def sign_in(role: Role = Role.MUNICIPAL, *, officer: Officer | None = None, **fields: Any) -> Client:
        client = Client()
        client.officer = officer or factories.OfficerFactory(role=role, **fields)  # type: ignore[attr-defined]
        client.force_login(client.officer)  # type: ignore[attr-defined]
        return client

    return sign_in
