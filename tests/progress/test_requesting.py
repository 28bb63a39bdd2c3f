"""Asking for evidence: what answers it, what does not, who may ask, and what the page of the target says."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures import reference
from fixtures.factories import OfficerFactory, TargetFactory
from tests.progress.pictures import PDF, photo
from tracker.audit.history import events_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.evidence import attach, set_aside
from tracker.progress.requesting import ask_for_evidence, take_back_request
from tracker.targets.evidence import Evidence
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

pytestmark = pytest.mark.django_db

DAY = date(2010, 9, 1)
DUE = DAY + timedelta(days=7)


@pytest.fixture
def city() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def target() -> Target:
    return TargetFactory(facility__enterprise__region=reference.region(reference.FUYANG))


def ask(target: Target, by: Officer, **said: Any) -> EvidenceRequest:
    given: dict[str, Any] = {"kind": "workers", "due_on": DUE, "on": DAY, "reason": "缺职工安置协议"} | said
    return ask_for_evidence(target=target, by=by, **given)


def hand_in(target: Target, by: Officer, kind: str, data: bytes = PDF) -> Evidence:
    return attach(target=target, kind=kind, file=io.BytesIO(data), name="协议", by=by, on=DAY + timedelta(days=2))


def test_what_is_handed_in_answers_and_asks_again_once_it_is_set_aside(target: Target, city: Officer) -> None:
    county, asked = OfficerFactory(role=Role.COUNTY), ask(target, city)
    hand_in(target, county, "photo_after", photo())
    asked.refresh_from_db()
    assert asked.state == "open"
    made = hand_in(target, county, "workers")
    asked.refresh_from_db()
    assert (asked.state, asked.answered_with, asked.ended_on) == ("answered", made, DAY + timedelta(days=2))
    set_aside(evidence=made, reason="传错文件", by=county)
    asked.refresh_from_db()
    assert (asked.state, asked.answered_with, asked.ended_on) == ("open", None, None)


def test_what_was_there_before_does_not_answer(target: Target, city: Officer) -> None:
    hand_in(target, city, "workers")
    ask(target, city, on=DAY + timedelta(days=2))
    hand_in(target, city, "workers")  # the same file
    assert EvidenceRequest.objects.get().state == "open"


def test_who_may_ask_and_what_is_refused(target: Target, city: Officer) -> None:
    with pytest.raises(NotAllowed):
        ask(target, OfficerFactory(role=Role.COUNTY))
    with pytest.raises(NotFound):
        ask(target, OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.NINGBO)))
    for wrong in ({"kind": "gossip"}, {"reason": " "}, {"due_on": DAY - timedelta(days=1)}):
        with pytest.raises(InvalidValue):
            ask(target, city, **wrong)
    ask(target, city)
    with pytest.raises(IllegalState) as refused:
        ask(target, OfficerFactory(role=Role.PROVINCIAL))
    assert refused.value.code == "already_asked"


def test_what_is_taken_back_is_over_and_may_be_asked_again(target: Target, city: Officer) -> None:
    asked = ask(target, city)
    with pytest.raises(StaleState):
        take_back_request(request=asked, by=city, on=DAY, reason="已另行提供", seen_version=9)
    with pytest.raises(InvalidValue):
        take_back_request(request=asked, by=city, on=DAY, reason=" ", seen_version=asked.version)
    taken = take_back_request(request=asked, by=city, on=DAY, reason="已另行提供", seen_version=asked.version)
    assert (taken.state, taken.ended_on) == ("taken_back", DAY)
    assert list(events_of(taken))[-1].pgh_context["reason"] == "已另行提供"
    with pytest.raises(IllegalState):
        take_back_request(request=taken, by=city, on=DAY, reason="已另行提供", seen_version=taken.version)
    assert ask(target, city).state == "open"


def test_it_is_asked_and_taken_back_on_the_page_of_the_target(
    target: Target, city: Officer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", DAY.isoformat())
    client.force_login(city)
    said = {"kind": "workers", "due_on": DUE.isoformat(), "reason": "缺职工安置协议"}
    assert client.post(reverse("evidence_request_new", args=[target.pk]), said).status_code == 302
    asked = EvidenceRequest.objects.get()
    shown = client.get(reverse("evidence_request", args=[asked.pk]), follow=True).content.decode()
    assert "缺职工安置协议" in shown
    assert reverse("evidence_request_take_back", args=[asked.pk]) in shown
    client.post(
        reverse("evidence_request_take_back", args=[asked.pk]), {"version": asked.version, "reason": "已另行提供"}
    )
    asked.refresh_from_db()
    assert asked.state == "taken_back"
    client.force_login(OfficerFactory(role=Role.COUNTY))
    seen = client.get(reverse("target", args=[target.pk])).content.decode()
    assert reverse("evidence_request_new", args=[target.pk]) not in seen
