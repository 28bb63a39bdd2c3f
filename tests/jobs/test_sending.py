"""Sending: what becomes of a mail with every kind of server, and that nothing is lost or sent twice."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.mail_catcher import free_port
from tests.jobs.mail_servers import Server, serving, use
from tests.mailboxes import Mailbox
from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.sending import GIVE_UP_AFTER, LEASE, SendResult, send_waiting

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now() + MINUTE


def queue(*keys: str) -> list[OutboxMail]:
    return enqueue_mail(
        [Mail(key, None, f"{key}@example.com", f"主题 {key}", f"正文 {key}\n.", f"<p>{key}</p>") for key in keys]
    )


def test_the_same_mail_is_queued_once() -> None:
    first, again = queue("a")[0], queue("a")[0]
    assert first.pk == again.pk
    assert OutboxMail.objects.count() == 1


def test_what_waits_is_sent_once_over_one_connection(settings: Settings, now: datetime) -> None:
    queue("a", "b", "c")
    server = Server()
    with serving(settings, server):
        assert send_waiting(now=now) == SendResult(sent=3)
        assert send_waiting(now=now + LEASE) == SendResult()
    assert len(server.taken) == 3
    assert server.connections == 1
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_says_who_sent_it_and_that_a_machine_did(mailbox: Mailbox, now: datetime) -> None:
    (mail,) = queue("a")
    send_waiting(now=now)
    (arrived,) = mailbox.messages
    assert arrived["Message-ID"] == mail.message_id == "<a@localhost>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["X-Auto-Response-Suppress"] == "All"
    assert arrived["List-Id"] == "<overdue.localhost>"
    assert arrived["Date"].datetime == mail.created_at.replace(microsecond=0)
    assert arrived["Subject"] == "主题 a"


def test_both_bodies_arrive_as_they_were_written(mailbox: Mailbox, now: datetime) -> None:
    queue("a")
    send_waiting(now=now)
    (arrived,) = mailbox.messages
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["正文 a", "."]
    assert html.get_content().strip() == "<p>a</p>"


def test_the_wire_carries_short_ascii_lines_only(settings: Settings, now: datetime) -> None:
    queue("a")
    server = Server()
    with serving(settings, server):
        send_waiting(now=now)
    (content,) = server.taken
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_one_refused_recipient_does_not_hold_up_the_others(settings: Settings, now: datetime) -> None:
    queue("a", "b", "c")
    with serving(settings, Server(recipients={"b@example.com": "550 no such user"})) as _port:
        assert send_waiting(now=now) == SendResult(sent=2, failed=1)
    refused = OutboxMail.objects.get(state="failed")
    assert (refused.to, refused.last_error) == ("b@example.com", "550 no such user")


def test_a_recipient_put_off_is_tried_later_and_then_later_still(settings: Settings, now: datetime) -> None:
    (mail,) = queue("a")
    pauses = []
    with serving(settings, Server(recipients={"a@example.com": "450 mailbox busy"})):
        for _ in range(3):
            assert send_waiting(now=now) == SendResult(retried=1)
            mail.refresh_from_db()
            pauses.append(mail.next_try_at - now)
            assert send_waiting(now=now) == SendResult()
            now = mail.next_try_at
    assert [pause > least * MINUTE for pause, least in zip(pauses, (0.7, 1.4, 2.9), strict=True)] == [True] * 3
    assert pauses[-1] < 6 * MINUTE
    with serving(settings, Server()):
        assert send_waiting(now=now) == SendResult(sent=1)


def test_a_refused_text_fails_and_says_why(settings: Settings, now: datetime) -> None:
    (mail,) = queue("a")
    with serving(settings, Server(texts="554 looks like spam")):
        assert send_waiting(now=now) == SendResult(failed=1)
    mail.refresh_from_db()
    assert mail.last_error == "554 looks like spam"


def test_while_the_server_is_down_nothing_is_lost_and_nothing_given_up(settings: Settings, now: datetime) -> None:
    queue("a", "b")
    use(settings, free_port())
    for _ in range(30):
        assert send_waiting(now=now) == SendResult(retried=1)
        now += MINUTE
    with serving(settings, Server()) as _port:
        assert send_waiting(now=now + MINUTE) == SendResult(sent=2)
    assert not OutboxMail.objects.filter(in_doubt=True).exists()


def test_a_mail_nobody_ever_takes_is_given_up_after_days(settings: Settings, now: datetime) -> None:
    (mail,) = queue("a")
    with serving(settings, Server(recipients={"a@example.com": "450 mailbox busy"})):
        assert send_waiting(now=now + GIVE_UP_AFTER) == SendResult(failed=1)
    mail.refresh_from_db()
    assert mail.state == "failed"


def test_a_server_that_hangs_up_after_the_text_leaves_a_doubt(settings: Settings, now: datetime) -> None:
    queue("a")
    server = Server(hang_up_after_text=True)
    with serving(settings, server):
        assert send_waiting(now=now) == SendResult(retried=1)
        server.hang_up_after_text = False
        assert send_waiting(now=now + 2 * MINUTE) == SendResult(sent=1, in_doubt=1)
    ids = {message_from_bytes(content, policy=policy.default)["Message-ID"] for content in server.taken}
    assert ids == {"<a@localhost>"}


def test_a_mail_whose_sender_died_is_sent_again_under_the_same_name_and_marked(
    settings: Settings, now: datetime
) -> None:
    (mail,) = queue("a")
    OutboxMail.objects.filter(pk=mail.pk).update(state="sending", lease_until=now + LEASE, attempts=1)
    server = Server()
    with serving(settings, server):
        assert send_waiting(now=now) == SendResult()
        assert send_waiting(now=now + LEASE + MINUTE) == SendResult(sent=1, in_doubt=1)
    assert message_from_bytes(server.taken[0], policy=policy.default)["Message-ID"] == mail.message_id


def test_the_limit_is_kept(settings: Settings, now: datetime) -> None:
    queue("a", "b", "c")
    with serving(settings, Server()):
        assert send_waiting(now=now, limit=2) == SendResult(sent=2)
        assert send_waiting(now=now, limit=2) == SendResult(sent=1)


def test_nothing_is_sent_before_its_time(settings: Settings) -> None:
    queue("a")
    with serving(settings, Server()):
        assert send_waiting(now=datetime(2010, 9, 15, tzinfo=UTC)) == SendResult()
