"""Bounces: what came back is matched to what was sent, counted against the address, and told to the administrators."""

import io
import json
import mailbox as mailboxes
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fixtures.factories import OfficerFactory
from tests.jobs.bounced import notification
from tests.mailboxes import Mailbox
from tracker.jobs.bounces import Bounce, Intake, failing_addresses, settle_address, take_bounces
from tracker.jobs.dsn import read_failures
from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.resending import Resending, resend
from tracker.jobs.sending import GIVE_UP_AFTER, SendResult, send_waiting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def sent(key: str = "k", to: str = "city@example.com", officer: Officer | None = None) -> OutboxMail:
    mail = enqueue_mail([Mail(key, officer, to, "主题", "正文", "<p>正文</p>")])[0]
    OutboxMail.objects.filter(pk=mail.pk).update(state="sent", attempts=1)
    mail.refresh_from_db()
    return mail


@pytest.fixture
def administrator() -> Officer:
    made: Officer = OfficerFactory(role=Role.SYSADMIN)
    return made


@pytest.mark.parametrize("shape", [{}, {"original": False}, {"headers_only": True}])
def test_a_bounce_is_matched_to_the_mail_that_was_sent(shape: dict[str, Any]) -> None:
    mail = sent()
    assert take_bounces([notification(mail, **shape)], now=NOW) == Intake(noted=1)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("bounced", "5.1.1 550 5.1.1 user unknown")
    bounce = Bounce.objects.get()
    assert (bounce.mail, bounce.address, bounce.hard) == (mail, "city@example.com", True)


def test_reading_a_bounce_again_changes_nothing() -> None:
    content = notification(sent())
    assert take_bounces([content, content], now=NOW) == Intake(noted=1, known=1)
    assert Bounce.objects.count() == 1


def test_a_delay_a_note_and_nonsense_are_no_bounces() -> None:
    mail = sent()
    note = b"From: a@example.com\r\nSubject: out of office\r\n\r\nback on Monday"
    assert take_bounces([notification(mail, action="delayed"), note, b"", b"\xff\x00"], now=NOW) == Intake(foreign=4)
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_a_notification_about_a_mail_we_never_sent_to_that_address_is_not_believed() -> None:
    mail = sent()
    forged = notification(mail, to="somebody.else@example.com")
    assert take_bounces([forged], now=NOW) == Intake(foreign=1)
    assert not Bounce.objects.exists()


def test_without_the_message_an_address_we_write_to_is_marked_all_the_same() -> None:
    mail = sent()
    assert take_bounces([notification(None, to=mail.to)], now=NOW) == Intake(noted=1)
    assert [one.address for one in failing_addresses()] == ["city@example.com"]
    assert take_bounces([notification(None, to="stranger@example.com")], now=NOW) == Intake(foreign=1)


def test_a_temporary_failure_does_not_count_against_the_address() -> None:
    mail = sent()
    take_bounces([notification(mail, status="4.2.2")], now=NOW)
    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert failing_addresses() == []


def test_administrators_are_told_once_of_an_address_that_fails_again_and_again(administrator: Officer) -> None:
    reader = OfficerFactory(email="City@example.com", name="经办人甲")
    for number in range(4):
        take_bounces([notification(sent(str(number), officer=reader))], now=NOW)
        told = OutboxMail.objects.filter(officer=administrator)
        assert told.count() == (number >= 1)
    assert "经办人甲" in told.get().text
    assert told.get().kind == "system"
    assert [(one.address, one.bounces) for one in failing_addresses()] == [("city@example.com", 4)]
    assert [one.address for one in failing_addresses([reader.email, "b@example.com"])] == ["city@example.com"]


def test_a_settled_address_counts_anew(administrator: Officer) -> None:
    for key in "ab":
        take_bounces([notification(sent(key))], now=NOW)
    assert settle_address(address="City@example.com", by=administrator, now=NOW) == 2
    assert failing_addresses() == []
    with pytest.raises(NotAllowed):
        settle_address(address="city@example.com", by=OfficerFactory(role=Role.AUDITOR), now=NOW)


def test_a_bounced_mail_is_sent_again_to_the_new_address_under_the_same_name(
    administrator: Officer, mailbox: Mailbox
) -> None:
    reader = OfficerFactory(email="old@example.com")
    mail = sent(to="old@example.com", officer=reader)
    take_bounces([notification(mail)], now=NOW)
    Officer.objects.filter(pk=reader.pk).update(email="new@example.com")
    much_later = NOW + 2 * GIVE_UP_AFTER
    resend(mail=mail, by=administrator, now=much_later, reason="地址已更正")
    assert send_waiting(now=much_later) == SendResult(sent=1)
    assert (mailbox.messages[0]["To"], mailbox.messages[0]["Message-ID"]) == ("new@example.com", mail.message_id)
    done = Resending.objects.get()
    assert (done.by, done.before, done.to, done.reason) == (administrator, "bounced", "new@example.com", "地址已更正")


def test_what_was_sent_or_waits_is_not_sent_again(administrator: Officer) -> None:
    with pytest.raises(IllegalState):
        resend(mail=sent(), by=administrator, now=NOW, reason="再发")
    (waiting,) = enqueue_mail([Mail("w", None, "a@example.com", "主题", "正文", "")])
    with pytest.raises(IllegalState):
        resend(mail=waiting, by=administrator, now=NOW, reason="再发")


def test_sending_again_needs_the_right_and_a_reason(administrator: Officer) -> None:
    mail = sent()
    OutboxMail.objects.filter(pk=mail.pk).update(state="failed")
    with pytest.raises(InvalidValue):
        resend(mail=mail, by=administrator, now=NOW, reason="  ")
    for role in set(Role) - {Role.SYSADMIN}:
        with pytest.raises(NotAllowed):
            resend(mail=mail, by=OfficerFactory(role=role), now=NOW, reason="再发")


def test_bounces_are_taken_from_a_maildir_an_mbox_and_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [notification(sent(str(number), f"o{number}@example.com")) for number in range(4)]
    maildir = mailboxes.Maildir(tmp_path / "dir")
    maildir.add(contents[0])
    mbox = mailboxes.mbox(tmp_path / "box")
    mbox.add(contents[1])
    mbox.close()
    (tmp_path / "one.eml").write_bytes(contents[2])
    for name in ("dir", "box", "one.eml", "one.eml"):
        call_command("take_bounces", str(tmp_path / name), stdout=io.StringIO())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(contents[3])))
    out = io.StringIO()
    call_command("take_bounces", "-", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"noted": 1, "known": 0, "foreign": 0}
    assert set(Bounce.objects.values_list("address", flat=True)) == {f"o{number}@example.com" for number in range(4)}
    with pytest.raises(CommandError):
        call_command("take_bounces", str(tmp_path / "nothing"))


@given(st.binary(max_size=2000))
def test_no_message_breaks_the_reader(noise: bytes) -> None:
    head = b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    for content in (noise, head + noise):
        assert isinstance(read_failures(content), list)
