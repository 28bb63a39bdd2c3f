"""What is to be rectified: it waits until the next inspection took place, and past days are told as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.progress.test_inspection import DAY, LATER, People, concluded, onsite, reported, ticked
from tracker.progress.deadline_kinds import RECTIFICATION


@pytest.fixture
def people(db: None) -> People:
    return People()


def test_a_condition_waits_until_the_next_inspection_took_place(people: People) -> None:
    target = reported(people)
    ended = ticked(onsite(people, target), people.city, workers="尚有三人未安置")
    concluded(ended, "conditional", people.city, rectify_by=LATER)
    standing = RECTIFICATION.standing
    assert [one.pk for one in standing(DAY)] == [ended.pk]
    assert not standing(DAY - timedelta(days=1)).exists()
    again = ticked(onsite(people, target), people.city, workers="仍有一人")
    assert [one.pk for one in standing(LATER)] == [ended.pk]  # planned is not yet looked at
    concluded(again, "conditional", people.city, on=LATER, rectify_by=LATER + timedelta(days=7))
    assert [one.pk for one in standing(LATER - timedelta(days=1))] == [ended.pk]
    assert [one.pk for one in standing(LATER)] == [again.pk]
    third = onsite(people, target)
    concluded(ticked(third, people.city), "pass", people.city, on=LATER + timedelta(days=3))
    assert [one.pk for one in standing(LATER + timedelta(days=2))] == [again.pk]
    assert not standing(LATER + timedelta(days=3)).exists()
    ended.refresh_from_db()
    assert ended.followed_on == LATER  # the first that followed
