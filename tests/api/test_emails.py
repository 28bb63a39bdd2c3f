"""Who was sent which e-mail: for auditors, found by recipient, kind, state and day; never the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from fixtures import reference
from fixtures.factories import DEADLINE, OfficerFactory, TargetFactory
from tests.api.conftest import Asker
from tracker.alerts.services import scan
from tracker.jobs.models import OutboxMail
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(db: None) -> OutboxMail:
    """What Hangzhou's officer was sent about two late targets."""
    city = OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.HANGZHOU), email="hz@example.com")
    TargetFactory.create_batch(2)
    scan(on=DEADLINE + timedelta(days=1))
    return OutboxMail.objects.get(officer=city)


def test_a_row_says_who_what_about_and_when_and_not_what_it_said(mail: OutboxMail, auditor: Asker) -> None:
    (row,) = auditor.rows("emails/", recipient="hz@example.com")
    assert (row["to"], row["kind"], row["subject"]) == (mail.to, mail.kind, mail.subject)
    assert (row["message_id"], row["state"], row["alerts"]) == (mail.message_id, "waiting", 2)
    assert not {"text", "html"} & set(row)


def test_mails_are_found_by_recipient_kind_state_and_shanghai_day(mail: OutboxMail, auditor: Asker) -> None:
    OutboxMail.objects.filter(pk=mail.pk).update(created_at=datetime(2010, 9, 16, 17, tzinfo=UTC), state="sent")
    assert mail.officer is not None
    fitting = {"recipient": mail.officer.username, "kind": mail.kind, "state": "sent"}
    assert auditor.rows("emails/", **fitting, created_from="2010-09-17", created_until="2010-09-17")
    assert not auditor.rows("emails/", **fitting, created_until="2010-09-16")
    assert not auditor.rows("emails/", recipient="nobody")


def test_only_auditors_ask(ask_as: Callable[..., Asker]) -> None:
    assert ask_as(Role.PROVINCIAL)("emails/").status_code == 403
