"""What was recorded: `known_at`, histories and the feed, over transactions that really happened one after another."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from fixtures import reference
from fixtures.factories import ContractLineFactory, OfficerFactory, QuotaFactory, TargetFactory
from tests.api.conftest import Asker
from tests.database import Database
from tracker.audit.acting import acting
from tracker.contracts.models import ContractLine
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.tokens import issue_token
from tracker.quotas.models import Quota
from tracker.registry.models import Enterprise


def now() -> str:
    """The database's time between two transactions, as a parameter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC).isoformat()


@pytest.fixture
def province(committed_db: Database) -> Officer:
    officer: Officer = OfficerFactory(username="province", role=Role.PROVINCIAL)
    return officer


@pytest.fixture
def auditor(committed_db: Database) -> Asker:
    return program(Role.AUDITOR)


def program(role: Role) -> Asker:
    officer = OfficerFactory(role=role)
    with acting(officer.actor):
        return Asker(officer, issue_token(officer=officer, scope="read", now=datetime.now(UTC)))


def test_known_at_shows_rows_as_they_were_recorded_then(auditor: Asker, province: Officer) -> None:
    before = now()
    quota = QuotaFactory(amount=Decimal(100))
    first = now()
    with acting(province.actor, reason="核减"):
        Quota.objects.filter(pk=quota.pk).update(amount=Decimal("80.5"))
    second = now()
    with acting(province.actor):
        Quota.objects.filter(pk=quota.pk).delete()
    seen = [
        [row["amount"] for row in auditor.rows("quotas/", known_at=moment, plan=quota.plan.code)]
        for moment in (before, first, second, now())
    ]
    assert seen == [[], ["100.0000"], ["80.5000"], []]
    assert auditor(f"quotas/{quota.pk}/", known_at=first).json()["amount"] == "100.0000"
    assert auditor(f"quotas/{quota.pk}/", known_at=now()).status_code == 404


def test_names_of_related_rows_are_those_of_the_moment_too(auditor: Asker, province: Officer) -> None:
    target = TargetFactory()
    old, first = target.enterprise.name, now()
    with acting(province.actor):
        Enterprise.objects.filter(pk=target.enterprise_id).update(name="更名后的企业")
    names = [auditor.rows("targets/", **asked)[0]["enterprise_name"] for asked in ({"known_at": first}, {})]
    assert names == [old, "更名后的企业"]


def test_lines_of_a_contract_are_those_of_the_moment_too(auditor: Asker, province: Officer) -> None:
    line = ContractLineFactory(amount=Decimal(120))
    first = now()
    with acting(province.actor):
        ContractLine.objects.filter(pk=line.pk).update(amount=Decimal(90))
    amounts = [auditor.rows("contracts/", **asked)[0]["lines"][0]["amount"] for asked in ({"known_at": first}, {})]
    assert amounts == ["120.0000", "90.0000"]


def test_history_tells_who_when_why_and_each_value_before_and_after(auditor: Asker, province: Officer) -> None:
    quota = QuotaFactory(amount=Decimal(100))
    with acting(province.actor, reason="核减", request_id="r-1"):
        Quota.objects.filter(pk=quota.pk).update(amount=Decimal("80.5"), version=2)
    with acting(province.actor, reason="重复"):
        Quota.objects.filter(pk=quota.pk).delete()
    made, changed, deleted = auditor.rows(f"quotas/{quota.pk}/history/")
    assert [event["event"] for event in (made, changed, deleted)] == ["insert", "update", "delete"]
    assert changed["changes"] == {
        "amount": {"old": "100.0000", "new": "80.5000"},
        "version": {"old": 1, "new": 2},
    }
    assert (changed["officer"], changed["name"], changed["reason"], changed["request"]) == (
        province.pk,
        "province",
        "核减",
        "r-1",
    )
    assert deleted["changes"]["amount"] == {"old": "80.5000", "new": None}
    assert made["changes"]["amount"] == {"old": None, "new": "100.0000"}


def test_the_feed_holds_every_kind_newest_last_and_goes_on_from_any_place(auditor: Asker, province: Officer) -> None:
    start = now()
    quota, target = QuotaFactory(), TargetFactory()
    with acting(province.actor):
        Quota.objects.filter(pk=quota.pk).update(remark="甲")
    whole = auditor.rows("events/", since=start)
    assert whole == sorted(
        whole, key=lambda event: (datetime.fromisoformat(event["at"]), event["kind"], event["number"])
    )
    assert {("quota", str(quota.pk)), ("target", str(target.pk))} <= {
        (event["kind"], event["object"]) for event in whole
    }
    pages, page = [], auditor("events/", since=start, page_size=2).json()
    while True:
        pages += page["results"]
        if page["next"] is None:
            break
        page = auditor("events/?" + page["next"].split("?")[1]).json()
    assert pages == whole
    assert [event["event"] for event in auditor.rows("events/", kind="quota", object=quota.pk)] == ["insert", "update"]
    assert [event["kind"] for event in auditor.rows("events/", officer="province", since=start)] == ["quota"]


def test_an_event_appears_only_when_nothing_older_can_still_come(auditor: Asker, province: Officer) -> None:
    start = now()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")  # begun first, and still running
            quota = QuotaFactory()
            assert auditor.rows("events/", since=start) == []
            cursor.execute("COMMIT")
    finally:
        other.close()
    assert str(quota.pk) in {event["object"] for event in auditor.rows("events/", since=start, kind="quota")}


def test_a_citys_history_shows_its_own_rows_only(committed_db: Database, province: Officer) -> None:
    own = QuotaFactory()
    foreign = QuotaFactory(plan=own.plan, region=reference.region(reference.NINGBO))
    first = now()
    hangzhou = program(Role.MUNICIPAL)
    assert [row["id"] for row in hangzhou.rows("quotas/", known_at=first, plan=own.plan.code)] == [own.pk]
    assert hangzhou(f"quotas/{foreign.pk}/history/").status_code == 404
    assert hangzhou("events/").status_code == 403
