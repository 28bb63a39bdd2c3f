"""The database itself accepts nothing while evidence asked for is waiting, and lets neither slip past the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from fixtures.factories import EvidenceFactory, OfficerFactory
from tests.database import Database
from tests.faults.holding import wait_until_held
from tests.targets.test_stages import DAY, at
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.evidence import set_aside
from tracker.progress.requesting import answer_requests, ask_for_evidence, take_back_request
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import StageFact, Target
from tracker.targets.services import move
from tracker.values.errors import IllegalState

WAITING = "evidence asked for is waiting"


def ask(target: Target, by: Officer) -> EvidenceRequest:
    return ask_for_evidence(target=target, kind="workers", due_on=DAY, by=by, on=DAY, reason="缺签字页")


def by_row(target: Target, by: Officer) -> Any:
    """Round the service: the fact alone."""
    return StageFact.objects.create(
        target=target, region_id=target.region_id, verb="accept", stage="accepted", on=DAY, by=by
    )


def by_service(target: Target, by: Officer) -> Any:
    return move(target=target, verb="accept", on=DAY, by=by, seen_version=target.version)


@pytest.mark.django_db
def test_the_database_accepts_nothing_that_waits_for_evidence() -> None:
    target, city = at("reported"), OfficerFactory(role=Role.MUNICIPAL)
    asked = ask(target, city)
    with pytest.raises(IntegrityError, match=WAITING), transaction.atomic():
        by_row(target, city)
    take_back_request(request=asked, by=city, on=DAY, reason="已补", seen_version=asked.version)
    by_row(target, city)


@pytest.mark.django_db
def test_what_is_asked_after_the_acceptance_changes_nothing_of_it() -> None:
    target, city = at("accepted"), OfficerFactory(role=Role.MUNICIPAL)
    ask(target, city)
    for fact in StageFact.objects.filter(target=target):
        fact.save()
    with pytest.raises(IntegrityError, match=WAITING), transaction.atomic():
        StageFact.objects.filter(target=target, verb="report").update(verb="accept")


def while_it_waits(database: Database, work: Callable[[], Any], first: Callable[[], Any]) -> Any:
    """What comes of `work`, begun while the transaction of `first` is open and ended after it."""
    came: list[Any] = []

    def other() -> None:
        try:
            came.append(work())
        except (IllegalState, IntegrityError) as refused:
            came.append(refused)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        wait_until_held(database)
    thread.join()
    return came[0]


@pytest.mark.parametrize(("accept", "refusal"), [(by_service, IllegalState), (by_row, IntegrityError)])
@pytest.mark.parametrize("again", [False, True], ids=["asked", "asked again"])
def test_acceptance_waits_for_who_is_just_asking(
    committed_db: Database, accept: Callable[[Target, Officer], Any], refusal: type[Exception], again: bool
) -> None:
    with acting(system("test")):
        target = at("reported")
        city, asker = OfficerFactory.create_batch(2, role=Role.MUNICIPAL)
        handed_in = EvidenceFactory(target=target, kind="workers")
        if again:
            ask(target, asker)
            answer_requests(handed_in, DAY)

    def asking() -> None:
        with acting(asker.actor):
            set_aside(evidence=handed_in, reason="传错文件", by=asker) if again else ask(target, asker)

    def accepting() -> Any:
        with acting(city.actor):
            return accept(target, city)

    assert isinstance(while_it_waits(committed_db, accepting, asking), refusal)
    with acting(system("test")):
        assert Target.objects.get(pk=target.pk).stage == "reported"


def test_who_asks_waits_for_the_acceptance(committed_db: Database) -> None:
    with acting(system("test")):
        target = at("reported")
        city, asker = OfficerFactory.create_batch(2, role=Role.MUNICIPAL)

    def asking() -> EvidenceRequest:
        with acting(asker.actor):
            return ask(target, asker)

    def accepting() -> None:
        with acting(city.actor):
            by_service(target, city)

    assert while_it_waits(committed_db, asking, accepting).state == "open"  # of a target accepted before
    with acting(system("test")):
        assert Target.objects.get(pk=target.pk).stage == "accepted"
