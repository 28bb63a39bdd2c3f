"""What an officer wishes of the digest: its hour, its days, and whether what is due soon belongs in it."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import QuerySet

from fixtures import reference
from fixtures.factories import DEADLINE, EnterpriseFactory, FacilityFactory, OfficerFactory, TargetFactory
from tracker.alerts.models import Alert, AlertNotice, ScanRun
from tracker.alerts.services import scan
from tracker.jobs.models import OutboxMail
from tracker.jobs.preferences import MailPreference
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.dates import SHANGHAI

pytestmark = pytest.mark.django_db

# An ordinary weekend: that of 18 September 2010 was worked in part.
FRIDAY, SATURDAY, MONDAY = date(2010, 10, 15), date(2010, 10, 16), date(2010, 10, 18)


@pytest.fixture
def reader() -> Officer:
    made: Officer = OfficerFactory(role=Role.COUNTY, region=reference.region(reference.FUYANG))
    return made


def target(due: date, name: str = "甲厂") -> None:
    enterprise = EnterpriseFactory(name=name, region=reference.region(reference.FUYANG))
    TargetFactory(facility=FacilityFactory(enterprise=enterprise), deadline=due)


def wishes(officer: Officer, **chosen: object) -> None:
    MailPreference.objects.create(officer=officer, **chosen)


def digests() -> QuerySet[OutboxMail]:
    return OutboxMail.objects.filter(dedupe_key__startswith="digest.")


def test_the_digest_waits_for_the_hour_the_officer_chose(reader: Officer) -> None:
    wishes(reader, digest_hour=9)
    target(DEADLINE)
    scan(on=FRIDAY)
    assert OutboxMail.objects.get().next_try_at == datetime(2010, 10, 15, 9, tzinfo=SHANGHAI)


def test_a_digest_for_a_day_to_come_goes_within_a_day_all_the_same(reader: Officer) -> None:
    wishes(reader, digest_hour=9)
    target(DEADLINE)
    scan(on=date(2090, 9, 17))
    assert OutboxMail.objects.get().next_try_at <= ScanRun.objects.get().started_at + timedelta(days=1)


def test_who_does_not_want_reminders_is_told_of_the_overdue_only(reader: Officer) -> None:
    wishes(reader, unwanted=["due_soon"])
    target(DEADLINE, "甲厂")
    target(FRIDAY + timedelta(days=9), "乙厂")
    scan(on=FRIDAY)
    mail = OutboxMail.objects.get()
    assert "甲厂" in mail.text
    assert "乙厂" not in mail.text + mail.html
    assert "新增逾期 1 项，临近到期 0 项" in mail.subject
    assert mail.kind == "overdue"


def test_with_nothing_but_reminders_there_is_no_mail_for_who_does_not_want_them(reader: Officer) -> None:
    wishes(reader, unwanted=["due_soon"])
    target(FRIDAY)
    assert scan(on=FRIDAY).queued_mail == 0


def test_a_digest_of_reminders_alone_is_optional_and_one_with_the_overdue_is_not(reader: Officer) -> None:
    target(FRIDAY)
    scan(on=FRIDAY)
    soon = OutboxMail.objects.get()
    assert soon.kind == "due_soon"
    assert "/unsubscribe/" in soon.html
    scan(on=MONDAY)
    late = digests().exclude(pk=soon.pk).get()
    assert late.kind == "overdue"
    assert "/unsubscribe/" not in late.html


def test_who_wants_working_days_only_is_told_on_monday_of_the_weekend_in_one_mail(reader: Officer) -> None:
    wishes(reader, digest_days="workdays")
    target(FRIDAY, "甲厂")
    target(SATURDAY, "乙厂")
    target(SATURDAY + timedelta(days=1), "丙厂")
    scan(on=FRIDAY)
    before = digests().count()
    scan(on=SATURDAY)
    scan(on=SATURDAY + timedelta(days=1))
    assert digests().count() == before
    scan(on=MONDAY)
    assert digests().count() == before + 1
    mail = digests().order_by("pk").last()
    assert mail is not None
    assert "新增逾期 3 项" in mail.subject
    assert all(name in mail.text for name in ("甲厂", "乙厂", "丙厂"))
    for alert in Alert.objects.filter(kind="overdue"):
        assert [notice.mail for notice in AlertNotice.objects.of(alert)] == [mail]


def test_the_weekend_is_told_of_on_monday_even_if_monday_brings_nothing_and_only_once(reader: Officer) -> None:
    wishes(reader, digest_days="workdays")
    target(FRIDAY)
    scan(on=SATURDAY)
    scan(on=SATURDAY + timedelta(days=1))
    assert scan(on=MONDAY).queued_mail == 1
    assert scan(on=MONDAY).queued_mail == 0


def test_others_are_told_on_the_day_itself_and_not_again(reader: Officer) -> None:
    wishes(reader, digest_days="workdays")
    city = OfficerFactory(role=Role.MUNICIPAL)
    target(FRIDAY)
    scan(on=SATURDAY)
    assert [mail.officer for mail in OutboxMail.objects.all()] == [city]
    scan(on=MONDAY)
    assert sorted(mail.officer_id or 0 for mail in OutboxMail.objects.all()) == sorted([city.pk, reader.pk])
