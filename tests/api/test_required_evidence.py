"""Whether a target has the evidence its stage asks for: by the table of stages, as of a day, in one more query."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fixtures.factories import OfficerFactory, StageFactFactory, TargetFactory, furnish
from tests.api.conftest import Asker
from tracker.officers.roles import Role
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target

pytestmark = pytest.mark.django_db

WAY = (("dismantle", "dismantled"), ("report", "reported"))


@pytest.fixture
def reported() -> Target:
    """A target reported in 2010, whose witness certificate isn't there."""
    target: Target = TargetFactory()
    for day, (verb, stage) in enumerate(WAY, 1):
        StageFactFactory(target=target, verb=verb, stage=stage, on=date(2010, 9, day))
    return furnish(target, "photo_before", "photo_after", "other")


def shown(auditor: Asker, target: Target, **asked: str) -> dict[str, bool]:
    answer: dict[str, Any] = auditor(f"targets/{target.pk}/", **asked).json()
    return {row["kind"]: row["present"] for row in answer["evidence_required"]}


def test_each_kind_the_way_asked_for_is_present_or_missing(auditor: Asker, reported: Target) -> None:
    there = {"photo_before": True, "photo_after": True, "witness": False}
    assert shown(auditor, reported) == there
    Evidence.objects.filter(target=reported, kind="photo_after").update(voided=True)
    assert shown(auditor, reported) == there | {"photo_after": False}
    assert shown(auditor, TargetFactory()) == {}


def test_as_of_a_day_only_the_steps_and_the_files_of_that_day_count(auditor: Asker, reported: Target) -> None:
    assert shown(auditor, reported, as_of="2010-09-01") == {"photo_before": False, "photo_after": False}


def test_it_costs_the_same_however_much_there_is(auditor: Asker, reported: Target) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(auditor, reported)
        return len(queries)

    cost()
    few = cost()
    furnish(reported)
    assert cost() == few


def test_the_page_says_what_is_missing(reported: Target) -> None:
    browser = Client()
    browser.force_login(OfficerFactory(role=Role.AUDITOR))
    text = browser.get(f"/targets/{reported.pk}/").text
    assert "现场拆除见证书（缺）" in text
    assert "拆除后照片 ✓" in text
