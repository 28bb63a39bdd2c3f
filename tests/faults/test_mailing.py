"""Faults in mid-mail. After each: nothing is lost; a mail comes twice only where SMTP itself leaves doubt, and then marked."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from tests.database import Database
from tests.faults.holding import locked, wait_until_held, wait_until_idle
from tests.mailboxes import Mailbox
from tests.processes import Process, wait_until
from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.sending import SendResult, send_waiting
from tracker.tasks import send_mail


@pytest.fixture
def queued(committed_db: Database) -> OutboxMail:
    return enqueue_mail([Mail("digest.1", None, "city@example.com", "预警", "逾期 1 项", "<p>逾期 1 项</p>")])[0]


class Held:
    """A mail server's answer that waits for a word."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()

    def wait(self) -> None:
        """What the server does where it is to be held."""
        self.reached.set()
        assert self.go_on.wait(60)


@pytest.fixture
def held_text(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """The server has the text and is slow to say so."""
    held, take = Held(), mailbox.handle_DATA

    async def slow(server: Any, session: Any, envelope: Any) -> str:
        await server.loop.run_in_executor(None, held.wait)
        return await take(server, session, envelope)

    monkeypatch.setattr(mailbox, "handle_DATA", slow)
    yield held
    held.go_on.set()


def lease_runs_out(mail: OutboxMail) -> None:
    OutboxMail.objects.filter(pk=mail.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_sender_killed_before_the_server_took_the_mail_loses_nothing(
    held_text: Held, worker: Process, mailbox: Mailbox, queued: OutboxMail
) -> None:
    send_mail.delay()
    assert held_text.reached.wait(60)
    worker.stop(kill=True)
    mailbox.messages.clear()
    held_text.go_on.set()
    lease_runs_out(queued)
    worker.start()
    send_mail.delay()
    wait_until(lambda: OutboxMail.objects.filter(state="sent").exists(), "the mail to be sent")
    assert {message["Message-ID"] for message in mailbox.messages} == {queued.message_id}


def test_a_sender_killed_after_the_server_took_the_mail_repeats_it_under_the_same_name(
    worker: Process, mailbox: Mailbox, committed_db: Database, queued: OutboxMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[Any] = []
    take = mailbox.handle_DATA

    async def take_and_lock(server: Any, session: Any, envelope: Any) -> str:
        if not locks:
            locks.append(locked(committed_db, "tracker_outboxmail"))
            locks[0].__enter__()
        return await take(server, session, envelope)

    monkeypatch.setattr(mailbox, "handle_DATA", take_and_lock)
    send_mail.delay()
    wait_until_held(committed_db)
    worker.stop(kill=True)
    locks[0].__exit__(None, None, None)
    wait_until_idle(committed_db)
    queued.refresh_from_db()
    assert queued.state == "sending"
    lease_runs_out(queued)
    worker.start()
    send_mail.delay()
    wait_until(lambda: OutboxMail.objects.filter(state="sent", in_doubt=True).exists(), "the mail to be sent again")
    assert [message["Message-ID"] for message in mailbox.messages] == [queued.message_id] * 2


def test_a_slow_server_holds_no_lock_and_nobody_elses_mail(
    held_text: Held, worker: Process, mailbox: Mailbox, committed_db: Database, queued: OutboxMail
) -> None:
    send_mail.delay()
    assert held_text.reached.wait(60)
    with psycopg.connect(committed_db.app_url) as other:
        row = other.execute("SELECT state FROM tracker_outboxmail FOR UPDATE NOWAIT").fetchone()
    assert row == ("sending",)
    enqueue_mail([Mail("digest.2", None, "county@example.com", "预警", "逾期", "<p>逾期</p>")])
    held_text.go_on.set()
    send_mail.delay()
    wait_until(lambda: OutboxMail.objects.filter(state="sent").count() == 2, "both mails to be sent")
    assert sorted(message["Message-ID"] for message in mailbox.messages) == [
        "<digest.1@localhost>",
        "<digest.2@localhost>",
    ]


def test_senders_at_once_share_the_outbox_and_send_nothing_twice(mailbox: Mailbox, committed_db: Database) -> None:
    enqueue_mail([Mail(f"digest.{n}", None, f"o{n}@example.com", "预警", "逾期", "<p>逾期</p>") for n in range(30)])
    now, results = timezone.now() + timedelta(seconds=1), []
    threads = [threading.Thread(target=lambda: results.append(send_waiting(now=now))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.sent for result in results) == 30
    assert len({message["Message-ID"] for message in mailbox.messages}) == len(mailbox.messages) == 30
    assert send_waiting(now=now) == SendResult()
