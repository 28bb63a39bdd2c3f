"""Pages by cursor: every row once, forwards and backwards, whatever is added meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fixtures.factories import PlanFactory, QuotaFactory, UploadFactory
from tests.api.conftest import Asker
from tracker.quotas.models import Quota

pytestmark = pytest.mark.django_db


def walk(asker: Asker, address: str, direction: str) -> tuple[list[Any], str]:
    """The keys met on the way to the end, and the address of the last page."""
    met: list[Any] = []
    while True:
        answer = Client().get(address, headers={"Authorization": f"Token {asker.token}"}).json()
        keys = [row["id"] for row in answer["results"]]
        met = met + keys if direction == "next" else keys + met
        if answer[direction] is None:
            return met, address
        address = answer[direction]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_every_row_is_met_once_in_both_directions(size: int, auditor: Asker) -> None:
    plan = PlanFactory()
    expected = [QuotaFactory(plan=plan).pk for _ in range(7)]
    forwards, last = walk(auditor, f"/api/v1/quotas/?plan={plan.code}&page_size={size}", "next")
    backwards, _first = walk(auditor, last, "previous")
    assert (forwards, backwards) == (expected, expected)


def test_a_row_added_on_the_way_neither_repeats_nor_hides_another(auditor: Asker) -> None:
    plan = PlanFactory()
    expected = [QuotaFactory(plan=plan).pk for _ in range(4)]
    first = auditor("quotas/", plan=plan.code, page_size=2).json()
    Quota.objects.filter(pk=expected[0]).delete()
    expected.append(QuotaFactory(plan=plan).pk)
    rest, _last = walk(auditor, first["next"], "next")
    assert [row["id"] for row in first["results"]] + rest == expected


def test_uploads_come_in_the_order_they_were_sent_though_their_keys_are_random(auditor: Asker) -> None:
    plan = PlanFactory()
    expected = [str(UploadFactory(plan=plan).pk) for _ in range(6)]
    forwards, last = walk(auditor, f"/api/v1/imports/?plan={plan.code}&page_size=4", "next")
    backwards, _first = walk(auditor, last, "previous")
    assert (forwards, backwards) == (expected, expected)


def test_links_keep_the_question(auditor: Asker) -> None:
    plan = PlanFactory()
    for _ in range(3):
        QuotaFactory(plan=plan)
    link = auditor("quotas/", plan=plan.code, page_size=2, due_from="2010-01-01").json()["next"]
    assert {"plan", "page_size", "due_from", "cursor"} == {pair.split("=")[0] for pair in link.split("?")[1].split("&")}


def test_an_empty_list_has_no_links(auditor: Asker) -> None:
    answer = auditor("quotas/", plan=PlanFactory().code).json()
    assert (answer["next"], answer["previous"], answer["results"]) == (None, None, [])
