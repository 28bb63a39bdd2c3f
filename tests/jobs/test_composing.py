"""The mail on the wire: the same at every attempt, with a way out of what is optional and of nothing else."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.policy import SMTP

import pytest
from pytest_django.fixtures import Settings

from fixtures.factories import OfficerFactory
from tests.mailboxes import Mailbox
from tracker.jobs.delivery import compose
from tracker.jobs.kinds import OPTIONAL, MessageKind
from tracker.jobs.models import MailAttachment, OutboxMail
from tracker.jobs.notify import Letter, notify, notify_role
from tracker.jobs.outbox import Mail, enqueue_mail, read_unsubscribe, unsubscribe_address
from tracker.jobs.preferences import MailPreference
from tracker.jobs.sending import SendResult, send_waiting
from tracker.officers.models import Officer
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db

LETTER = Letter("上传已应用：<名单>.xlsx", ("表格已全部写入。",), (("行数", "3"),), "/uploads/1/")


@pytest.fixture
def officer() -> Officer:
    made: Officer = OfficerFactory(role=Role.MUNICIPAL)
    return made


def queued(officer: Officer | None, kind: MessageKind, key: str = "k") -> OutboxMail:
    return enqueue_mail([Mail(key, officer, "a@example.com", "主题", "正文", "<p>正文</p>", kind=kind)])[0]


def wire(mail: OutboxMail) -> bytes:
    return compose(OutboxMail.objects.get(pk=mail.pk)).as_bytes(policy=SMTP)


def test_every_attempt_sends_the_same_bytes_attachment_and_all(officer: Officer) -> None:
    mail = queued(officer, MessageKind.OVERDUE)
    mail.attachment = MailAttachment.objects.create(
        key="x", name="逾期事项.xlsx", content_type="application/octet-stream", content=b"\x00\x01PK"
    )
    mail.save()
    first = wire(mail)
    assert wire(mail) == first
    read = message_from_bytes(first, policy=policy.default)
    (attached,) = read.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("逾期事项.xlsx", b"\x00\x01PK")
    assert read.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in read.walk()][1:4] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_two_mails_never_share_a_boundary(officer: Officer) -> None:
    one, other = (compose(queued(officer, MessageKind.OVERDUE, key)).get_boundary() for key in "ab")
    assert one != other


@pytest.mark.parametrize("kind", MessageKind)
def test_only_what_is_optional_has_a_way_out(kind: MessageKind, officer: Officer, settings: Settings) -> None:
    settings.SITE_URL = "https://tracker.example"
    made = compose(queued(officer, kind))
    assert made["List-Id"] == f"<{kind.value}.localhost>"
    if kind in OPTIONAL:
        assert made["List-Unsubscribe"] == f"<{unsubscribe_address(officer.pk, kind)}>"
        assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    else:
        assert made["List-Unsubscribe"] is made["List-Unsubscribe-Post"] is None


def test_one_click_is_promised_over_https_only(officer: Officer, settings: Settings) -> None:
    settings.SITE_URL = "http://intranet.example"
    made = compose(queued(officer, MessageKind.WEEKLY))
    assert made["List-Unsubscribe"].startswith("<http://intranet.example/unsubscribe/")
    assert made["List-Unsubscribe-Post"] is None


def test_a_letter_leads_to_its_page_and_offers_the_way_out(officer: Officer, settings: Settings) -> None:
    settings.SITE_URL = "https://tracker.example/"
    mail = notify(officer=officer, kind=MessageKind.UPLOAD, key="u", write=lambda: LETTER)
    assert mail is not None
    way_out = unsubscribe_address(officer.pk, "upload")
    for body in (mail.text, mail.html):
        assert "https://tracker.example/uploads/1/" in body
        assert way_out in body
        assert "%way-out%" not in body
    assert "&lt;名单&gt;" in mail.html
    assert "<名单>" in mail.text


def test_an_obligatory_letter_says_that_it_is(officer: Officer) -> None:
    mail = notify(officer=officer, kind=MessageKind.REPORT, key="r", write=lambda: LETTER)
    assert mail is not None
    assert "/unsubscribe/" not in mail.text + mail.html
    assert "此类通知按职责必须接收" in mail.html


def test_the_same_letter_is_queued_once_and_only_for_who_wants_it(officer: Officer) -> None:
    first = notify(officer=officer, kind=MessageKind.UPLOAD, key="u", write=lambda: LETTER)
    again = notify(officer=officer, kind=MessageKind.UPLOAD, key="u", write=lambda: LETTER)
    assert first == again
    MailPreference.objects.create(officer=officer, unwanted=["upload"])
    assert notify(officer=officer, kind=MessageKind.UPLOAD, key="v", write=lambda: LETTER) is None
    assert notify(officer=officer, kind=MessageKind.REPORT, key="w", write=lambda: LETTER) is not None


def test_a_role_is_told_each_in_their_language_if_they_can_be_reached() -> None:
    OfficerFactory(role=Role.SYSADMIN, language="en")
    OfficerFactory(role=Role.SYSADMIN)
    OfficerFactory(role=Role.SYSADMIN, email="")
    OfficerFactory(role=Role.SYSADMIN, is_active=False)
    mails = notify_role(role=Role.SYSADMIN, kind=MessageKind.SYSTEM, key="scan", write=lambda: LETTER)
    assert [mail.html.partition("<head>")[0][-12:] for mail in mails] == ['l lang="en">', 'g="zh-hans">']
    assert len(notify_role(role=Role.SYSADMIN, kind=MessageKind.SYSTEM, key="scan", write=lambda: LETTER)) == 2
    assert OutboxMail.objects.count() == 2


def test_a_headline_of_two_lines_cannot_smuggle_a_header(officer: Officer, mailbox: Mailbox) -> None:
    letter = Letter("上传：a\r\nBcc: everybody@example.com", ("好",))
    notify(officer=officer, kind=MessageKind.UPLOAD, key="u", write=lambda: letter)
    assert send_waiting(now=datetime(2100, 1, 1, tzinfo=UTC)) == SendResult(sent=1)
    assert mailbox.messages[0]["Bcc"] is None


def test_what_the_server_said_on_taking_a_mail_is_kept(officer: Officer, mailbox: Mailbox) -> None:
    mail = queued(officer, MessageKind.OVERDUE)
    send_waiting(now=datetime(2100, 1, 1, tzinfo=UTC))
    mail.refresh_from_db()
    assert mail.reference == "250 OK"


def test_bounces_go_where_the_settings_say(officer: Officer, settings: Settings, mailbox: Mailbox) -> None:
    settings.BOUNCE_ADDRESS = "bounces@example.com"
    queued(officer, MessageKind.OVERDUE)
    send_waiting(now=datetime(2100, 1, 1, tzinfo=UTC))
    assert mailbox.senders == ["bounces@example.com"]
    assert mailbox.messages[0]["From"].addresses[0].addr_spec == "tracker@localhost"


def test_a_token_of_the_way_out_speaks_of_one_officer_and_kind_and_cannot_be_made_up(officer: Officer) -> None:
    token = unsubscribe_address(officer.pk, "weekly").rstrip("/").rpartition("/")[2]
    assert read_unsubscribe(token) == (officer.pk, "weekly")
    assert read_unsubscribe(token.replace("weekly", "upload")) is None
    assert read_unsubscribe(f"{officer.pk}-weekly.x") is None
    assert read_unsubscribe("") is None
