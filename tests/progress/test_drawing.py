"""Lots: announced before their event, drawn after it, by a seed nobody chooses and anybody can work out again."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fixtures import reference
from fixtures.factories import OfficerFactory
from tests.progress.test_inspection import EVENT_ON, LATER, VISITS_FROM, People, accepted
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.drawing import Announced, announce_draw, draw_announced, holds
from tracker.progress.inspection_tables import Draw, DrawAnnouncement, Inspection
from tracker.targets.services import move
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> People:
    return People()


OUTCOME = "03 09 12 21 26 33 + 07"


def announced(people: People, plan: Any, *, count: int = 1, roster: list[Officer] | None = None) -> DrawAnnouncement:
    said = Announced(count, "双色球第2010118期", EVENT_ON, VISITS_FROM)
    roster = roster or [people.province, people.colleague]
    return announce_draw(plan=plan, announced=said, roster=roster, by=people.province, on=LATER)


def drawn_from(people: People, announcement: DrawAnnouncement, outcome: str = OUTCOME) -> Draw:
    return draw_announced(announcement=announcement, outcome=outcome, by=people.province, on=EVENT_ON)


def test_a_draw_follows_from_its_announcement_and_plans_the_inspections(people: People) -> None:
    first = accepted(people)
    for _each in range(5):
        accepted(people, plan=first.plan)
    abroad = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    roster = [people.province, people.colleague, people.city, abroad]
    drawn = drawn_from(people, announced(people, first.plan, count=3, roster=roster))
    assert holds(drawn)
    planned = Inspection.objects.filter(drawn_by=drawn)
    assert sorted(str(one.target_id) for one in planned) == sorted(visit["number"] for visit in drawn.visits)
    members = [(one.planned_on, member.officer) for one in planned for member in one.members.all()]
    assert people.city not in {officer for _day, officer in members}
    assert len(members) == len(set(members)), "nobody is in two places on one day"
    assert all(day >= VISITS_FROM and day.weekday() < 5 for day, _officer in members)


def test_nobody_who_announces_knows_the_seed_and_nobody_who_draws_can_choose_it(people: People) -> None:
    announcement = announced(people, accepted(people).plan)
    with pytest.raises(IllegalState, match="尚未发生"):
        draw_announced(announcement=announcement, outcome="1", by=people.province, on=LATER)
    with pytest.raises(NotAllowed):
        draw_announced(announcement=announcement, outcome="1", by=people.city, on=EVENT_ON)
    with pytest.raises(InvalidValue):
        drawn_from(people, announcement, " + ")
    drawn = drawn_from(people, announcement)
    assert drawn.seed == sha256(f"{announcement.digest}\n03091221263307".encode()).hexdigest()
    with pytest.raises(IllegalState, match="已经抽签"):
        drawn_from(people, announcement, "another outcome")


def test_an_announcement_names_an_event_that_lies_ahead_and_a_draw_that_is_possible(people: People) -> None:
    plan = accepted(people).plan
    fine = Announced(1, "双色球", EVENT_ON, VISITS_FROM)
    wrong = [
        replace(fine, event_on=LATER), replace(fine, event=" "), replace(fine, planned_on=EVENT_ON),
        replace(fine, count=2), replace(fine, team_size=1), replace(fine, team_size=3),
    ]  # fmt: skip
    for one in wrong:
        with pytest.raises(InvalidValue):
            announce_draw(
                plan=plan, announced=one, roster=[people.province, people.colleague], by=people.province, on=LATER
            )
    assert not DrawAnnouncement.objects.exists()


def test_what_is_no_longer_accepted_when_the_lot_falls_stays_on_record_without_a_visit(people: People) -> None:
    target = accepted(people)
    announcement = announced(people, target.plan)
    move(target=target, verb="fail", on=LATER, by=people.province, seen_version=target.version, reason="主机仍在")
    drawn = drawn_from(people, announcement)
    assert [visit["number"] for visit in drawn.visits] == [str(target.pk)]
    assert not Inspection.objects.filter(drawn_by=drawn).exists()


def test_a_draw_that_was_tampered_with_does_not_hold(people: People) -> None:
    drawn = drawn_from(people, announced(people, accepted(people).plan))
    assert holds(drawn)
    drawn.outcome = "03 09 12 21 26 33 + 08"
    assert not holds(drawn)
    drawn.outcome = OUTCOME
    drawn.announcement.event = "另一期"  # type: ignore[union-attr]
    assert not holds(drawn)


def test_announcement_and_draw_are_open_to_everybody_and_name_nobody(people: People) -> None:
    announcement = announced(people, accepted(people).plan)
    before = Client().get(reverse("public_draw_announced", args=[announcement.pk]))
    assert (before.status_code, announcement.digest in before.text) == (200, True)
    settled = Client().get(reverse("public_draw_announced_data", args=[announcement.pk])).json()
    compact = json.dumps(settled["settled"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(compact.encode()).hexdigest() == settled["digest"] == announcement.digest
    drawn = drawn_from(people, announcement)
    answer_ = Client().get(reverse("public_draw", args=[drawn.pk]))
    assert "结果一致" in answer_.text
    assert "杭州市" in answer_.text
    assert people.province.name not in answer_.text + before.text
    assert Client().get(reverse("public_draw_data", args=[drawn.pk])).json()["seed"] == drawn.seed
    assert Client().get(reverse("public_draw", args=[drawn.pk + 99])).status_code == 404
