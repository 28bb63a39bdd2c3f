"""Mails of the ladder and of the week: the right person, at once or when wanted, each once."""

from datetime import timedelta

import pytest

from fixtures import reference
from fixtures.factories import DEADLINE, OfficerFactory, TargetFactory
from tracker.alerts.ladder_tables import Leader
from tracker.alerts.services import nightly, scan
from tracker.jobs.models import OutboxMail
from tracker.jobs.preferences import MailPreference
from tracker.officers.models import Officer
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def told(kind: str = "escalation") -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=kind, dedupe_key__startswith="ladder.").order_by("pk"))


def officer(role: Role, code: str, **more: object) -> Officer:
    made: Officer = OfficerFactory(role=role, region=reference.region(code), **more)
    return made


def test_the_first_day_is_the_digests_business() -> None:
    TargetFactory()
    officer(Role.MUNICIPAL, reference.HANGZHOU)
    scan(on=DEADLINE + DAY)
    assert told() == []
    assert OutboxMail.objects.filter(dedupe_key__startswith="digest.").count() == 1


def test_the_seventh_day_is_told_to_leader_and_department_once_and_nobody_else() -> None:
    target = TargetFactory()
    Leader.objects.create(
        region=reference.region(reference.HANGZHOU), title="副市长", name="某某", email="leader@example.com"
    )
    Leader.objects.create(
        region=reference.region(reference.NINGBO), title="副市长", name="某某", email="other@example.com"
    )
    department = OfficerFactory(role=Role.DEPARTMENT, organisation=target.industry.lead_department)
    OfficerFactory(role=Role.DEPARTMENT)
    officer(Role.PROVINCIAL, reference.PROVINCE)
    scan(on=DEADLINE + DAY)
    for _ in range(2):
        scan(on=DEADLINE + 7 * DAY)
    mails = {mail.to: mail for mail in told()}
    assert set(mails) - {"leader@example.com", department.email} == set()
    assert {"leader@example.com", department.email} <= set(mails)
    for mail in mails.values():
        assert target.enterprise.name in mail.text
        assert "逾期第 7 天（期限 2010-09-15）" in mail.text
        assert "/inbox/" in mail.html


def test_the_fifteenth_day_is_told_to_the_province_at_once_whatever_the_hour_of_its_digest() -> None:
    TargetFactory()
    province = officer(Role.PROVINCIAL, reference.PROVINCE)
    MailPreference.objects.create(officer=province, digest_hour=20, digest_days="workdays", unwanted=["due_soon"])
    scan(on=DEADLINE + DAY)
    scan(on=DEADLINE + 15 * DAY)
    (mail,) = [mail for mail in told() if mail.officer == province]
    assert mail.next_try_at < mail.created_at + timedelta(minutes=1)
    assert "逾期第 15 天" in mail.text


def test_what_was_finished_climbs_no_further_and_nobody_is_told() -> None:
    target = TargetFactory()
    officer(Role.PROVINCIAL, reference.PROVINCE)
    scan(on=DEADLINE + DAY)
    type(target).objects.filter(pk=target.pk).update(withdrawn_on=DEADLINE + 2 * DAY)
    scan(on=DEADLINE + 15 * DAY)
    assert told() == []


def test_reminders_before_a_deadline_go_to_who_wants_them() -> None:
    TargetFactory(facility__enterprise__region=reference.region(reference.FUYANG))
    wants, declines = (officer(Role.COUNTY, reference.FUYANG) for _ in range(2))
    MailPreference.objects.create(officer=declines, unwanted=["due_soon"])
    scan(on=DEADLINE - 30 * DAY)
    scan(on=DEADLINE - 7 * DAY)
    mails = told("due_soon")
    assert [mail.officer for mail in mails] == [wants]
    assert "/unsubscribe/" in mails[0].text


def test_the_week_is_summed_up_once_for_who_wants_it_and_has_something_standing() -> None:
    TargetFactory()
    city, province = officer(Role.MUNICIPAL, reference.HANGZHOU), officer(Role.PROVINCIAL, reference.PROVINCE)
    officer(Role.MUNICIPAL, reference.NINGBO)
    MailPreference.objects.create(officer=city, unwanted=[])
    for day in range(1, 4):
        nightly(on=DEADLINE + day * DAY)
    weekly = OutboxMail.objects.filter(kind="weekly")
    assert not weekly.filter(officer=province).exists()
    assert "：逾期 " in weekly.get(officer=city).subject
    nightly(on=DEADLINE + 7 * DAY)
    assert weekly.filter(officer=city).count() == 2
