"""History by trigger: no way of writing escapes it, and nobody can rewrite it."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from fixtures.factories import EnterpriseFactory
from tracker.audit.acting import Actor, acting, system
from tracker.audit.history import events_of, known_at
from tracker.registry.models import Enterprise


def by_update(row: Enterprise) -> None:
    Enterprise.objects.filter(pk=row.pk).update(address="新址")


def by_save(row: Enterprise) -> None:
    row.address = "新址"
    row.save()


def by_bulk_update(row: Enterprise) -> None:
    row.address = "新址"
    Enterprise.objects.bulk_update([row], ["address"])


def by_raw_sql(row: Enterprise) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_enterprise SET address = '新址' WHERE id = %s", [row.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("write", [by_update, by_save, by_bulk_update, by_raw_sql])
def test_every_way_of_writing_leaves_an_event(write: Callable[[Enterprise], None]) -> None:
    row = EnterpriseFactory()
    write(row)
    assert list(events_of(row).values_list("pgh_label", "address")) == [("insert", ""), ("update", "新址")]


@pytest.mark.django_db
def test_an_event_says_who_and_why() -> None:
    row = EnterpriseFactory()
    with acting(Actor(None, "hangzhou", ("3301%",)), reason="搬迁", request_id="r-1"):
        by_update(row)
    assert events_of(row).get(pgh_label="update").pgh_context == {
        "name": "hangzhou",
        "reason": "搬迁",
        "request": "r-1",
    }


def test_what_was_known_at_a_moment_can_be_asked_later(committed_db: object) -> None:
    with acting(system("test")):
        row = EnterpriseFactory(address="旧址")
    moment = timezone.now()
    with acting(system("test")):
        by_update(row)
    with acting(system("test")):
        assert known_at(Enterprise, moment).get(pgh_obj_id=row.pk).address == "旧址"
        assert known_at(Enterprise, timezone.now()).get(pgh_obj_id=row.pk).address == "新址"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE tracker_enterpriseevent SET address = 'x'",
        "DELETE FROM tracker_enterpriseevent",
        "TRUNCATE tracker_enterpriseevent",
        "ALTER TABLE tracker_enterprise DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_the_app_cannot_touch_its_own_history(attack: str) -> None:
    EnterpriseFactory()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


@pytest.mark.django_db
def test_a_scope_ends_with_its_block() -> None:
    row = EnterpriseFactory()
    with acting(Actor(None, "ningbo", ("3302%",))):
        assert not Enterprise.objects.filter(pk=row.pk).exists()
    with acting(system("test")):
        assert Enterprise.objects.filter(pk=row.pk).exists()
