"""The workbook in a digest: the recipient's own overdue items, made once, the same at every attempt."""

import io
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from fixtures import reference
from fixtures.factories import DEADLINE, EnterpriseFactory, FacilityFactory, OfficerFactory, TargetFactory
from tests.mailboxes import Mailbox
from tracker.alerts.services import scan
from tracker.jobs.models import MailAttachment, OutboxMail
from tracker.jobs.sending import SendResult, send_waiting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.workbooks import attaching
from tracker.workbooks.attaching import LEASE, attach_waiting

pytestmark = pytest.mark.django_db

LATE = DEADLINE + timedelta(days=12)


@pytest.fixture
def now() -> datetime:
    return timezone.now() + timedelta(minutes=1)


def target(code: str, name: str) -> None:
    enterprise = EnterpriseFactory(name=name, region=reference.region(code))
    TargetFactory(facility=FacilityFactory(enterprise=enterprise), amount=Decimal("12.5"))


def county(**more: object) -> Officer:
    made: Officer = OfficerFactory(role=Role.COUNTY, region=reference.region(reference.FUYANG), **more)
    return made


def rows(content: bytes) -> list[tuple[object, ...]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_it_holds_what_is_overdue_in_the_recipients_own_region(mailbox: Mailbox, now: datetime) -> None:
    target(reference.FUYANG, "富阳水泥厂")
    target(reference.NINGBO, "宁波水泥厂")
    county()
    scan(on=LATE)
    assert send_waiting(now=now) == SendResult()  # it waits for its workbook
    assert attach_waiting(now=now) == 1
    assert send_waiting(now=now) == SendResult(sent=1)
    (attached,) = mailbox.messages[0].iter_attachments()
    assert attached.get_filename() == "逾期事项-20100927.xlsx"
    table = rows(attached.get_content())
    assert table[0][0] == "富阳市逾期事项"
    assert table[2][:3] == ("所在地", "类别", "企业名称或事项")
    assert table[3][2] == "富阳水泥厂"
    assert table[3][6:8] == (12.5, "万吨")
    assert table[3][9] == 12
    assert "宁波水泥厂" not in str(table)


def test_officers_who_see_the_same_share_one_file_and_others_do_not(now: datetime) -> None:
    target(reference.FUYANG, "富阳水泥厂")
    for language in ("zh-hans", "zh-hans", "en"):
        county(language=language)
    OfficerFactory(role=Role.MUNICIPAL)
    scan(on=LATE)
    assert attach_waiting(now=now) == 4
    assert MailAttachment.objects.count() == 3
    english = OutboxMail.objects.get(officer__language="en").attachment
    assert english is not None
    assert rows(bytes(english.content))[2][2] == "Enterprise or item"


def test_a_name_cannot_become_a_formula(now: datetime) -> None:
    target(reference.FUYANG, "=HYPERLINK(1)")
    county()
    scan(on=LATE)
    attach_waiting(now=now)
    assert rows(bytes(MailAttachment.objects.get().content))[3][2] != "=HYPERLINK(1)"


def test_a_digest_without_anything_overdue_has_no_workbook(mailbox: Mailbox, now: datetime) -> None:
    target(reference.FUYANG, "富阳水泥厂")
    county()
    scan(on=DEADLINE)
    assert attach_waiting(now=now) == 0
    assert send_waiting(now=now) == SendResult(sent=1)


def test_a_workbook_that_cannot_be_made_holds_the_mail_up_for_minutes_only(
    mailbox: Mailbox, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    target(reference.FUYANG, "富阳水泥厂")
    county()
    scan(on=LATE)

    def broken(officer: Officer, on: object) -> bytes:
        raise ValueError(officer)

    monkeypatch.setattr(attaching, "overdue_workbook", broken)
    for _ in range(3):
        assert attach_waiting(now=now) == 1
        assert attach_waiting(now=now) == 0
        assert send_waiting(now=now) == SendResult()
        now += LEASE + timedelta(seconds=1)
    attach_waiting(now=now)
    assert send_waiting(now=now) == SendResult(sent=1)
    (attached,) = mailbox.messages[0].iter_attachments()
    assert "未能生成" in attached.get_content()


def test_a_worker_killed_while_composing_leaves_the_mail_to_the_next(now: datetime) -> None:
    target(reference.FUYANG, "富阳水泥厂")
    county()
    scan(on=LATE)
    OutboxMail.objects.update(lease_until=now + LEASE, compositions=1)
    assert attach_waiting(now=now) == 0
    assert attach_waiting(now=now + LEASE + timedelta(seconds=1)) == 1
    assert OutboxMail.objects.get().attachment is not None
