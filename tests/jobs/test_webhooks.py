"""Webhooks: signed, retried without doubling, and never led where only the server can go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.mail_catcher import free_port
from fixtures import reference
from fixtures.factories import DEADLINE, OfficerFactory, TargetFactory
from tests.jobs.hook_servers import Receiver, receiving
from tests.mailboxes import Mailbox
from tracker.alerts.services import scan
from tracker.audit.history import events_of
from tracker.jobs.hook_messages import try_webhook
from tracker.jobs.hooks import Webhook, add_webhook, switch_webhook
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.notify import Letter, notify_role
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.sending import SendResult, send_waiting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db

SECRET = "a secret of sixteen and more"


@pytest.fixture
def now() -> datetime:
    return timezone.now() + timedelta(minutes=1)


@pytest.fixture
def administrator() -> Officer:
    made: Officer = OfficerFactory(role=Role.SYSADMIN)
    return made


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver in a network the operator allows."""
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_NETWORKS = ["127.0.0.1"], ["127.0.0.0/8"]
    settings.SITE_URL = "https://tracker.example"
    with receiving(Receiver()) as running:
        yield running


def webhook(administrator: Officer, url: str, form: str = "plain", **more: object) -> Webhook:
    said: dict[str, Any] = {"name": "工作群", "role": Role.MUNICIPAL, "region": reference.region(reference.HANGZHOU)}
    made: Webhook = add_webhook(
        **{**said, "form": form, "url": url, "secret": SECRET, "host": "127.0.0.1", **more}, by=administrator
    )
    return made


def line() -> OutboxMail:
    return OutboxMail.objects.get(webhook__isnull=False)


def test_a_message_is_signed_so_that_another_program_can_check_it(
    administrator: Officer, receiver: Receiver, now: datetime
) -> None:
    try_webhook(webhook=webhook(administrator, receiver.url("/hook?room=1")), by=administrator, now=now)
    assert send_waiting(now=now) == SendResult(sent=1)
    (got,) = receiver.received
    moment = got.headers["x-tracker-timestamp"]
    proof = hmac.new(SECRET.encode(), moment.encode() + b"." + got.body, hashlib.sha256).hexdigest()
    assert got.headers["x-tracker-signature"] == f"sha256={proof}"
    assert abs(int(moment) - timezone.now().timestamp()) < 60
    said = json.loads(got.body)
    assert got.path == "/hook?room=1"
    assert said["id"] == got.headers["x-tracker-delivery"] == line().message_id.strip("<>")
    assert said["kind"] == "system"
    assert said["text"].endswith("https://tracker.example/webhooks/")
    assert line().reference == "200 {}"


def test_robots_get_their_own_forms_and_dingtalk_its_signed_address(
    administrator: Officer, receiver: Receiver, now: datetime
) -> None:
    receiver.answer = b'{"errcode":0,"errmsg":"ok"}'
    wecom = webhook(administrator, receiver.url("/cgi-bin/webhook/send?key=k"), "wecom", name="企业微信", secret="")
    ding = webhook(administrator, receiver.url("/robot/send?access_token=t"), "dingtalk", name="钉钉")
    for one in (wecom, ding):
        try_webhook(webhook=one, by=administrator, now=now)
    assert send_waiting(now=now) == SendResult(sent=2)
    plain, signed = receiver.received
    assert plain.path == "/cgi-bin/webhook/send?key=k"
    assert json.loads(plain.body)["msgtype"] == "text"
    assert "测试" in json.loads(plain.body)["text"]["content"]
    asked = parse_qs(urlsplit(signed.path).query)
    said = f"{asked['timestamp'][0]}\n{SECRET}".encode()
    assert asked["sign"] == [base64.b64encode(hmac.digest(SECRET.encode(), said, "sha256")).decode()]
    assert asked["access_token"] == ["t"]


@pytest.mark.parametrize(
    ("answer", "state"), [(b'{"errcode":45009}', "waiting"), (b'{"errcode":93000}', "failed"), (b"<html>", "failed")]
)
def test_a_robots_own_verdict_counts_beside_the_status(
    administrator: Officer, receiver: Receiver, now: datetime, answer: bytes, state: str
) -> None:
    receiver.answer = answer
    try_webhook(webhook=webhook(administrator, receiver.url(), "wecom"), by=administrator, now=now)
    send_waiting(now=now)
    assert line().state == state


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_receiver_in_trouble_is_asked_again_with_the_same_body(
    administrator: Officer, receiver: Receiver, now: datetime, status: int
) -> None:
    receiver.status = status
    try_webhook(webhook=webhook(administrator, receiver.url()), by=administrator, now=now)
    assert send_waiting(now=now) == SendResult(retried=1)
    receiver.status = 204
    assert send_waiting(now=now + timedelta(minutes=2)) == SendResult(sent=1)
    first, second = receiver.received
    assert first.body == second.body
    assert OutboxMail.objects.count() == 1
    assert not line().in_doubt


def test_a_receiver_that_takes_the_message_and_says_nothing_leaves_a_doubt_and_one_name(
    administrator: Officer, receiver: Receiver, now: datetime
) -> None:
    receiver.silent = True
    try_webhook(webhook=webhook(administrator, receiver.url()), by=administrator, now=now)
    assert send_waiting(now=now) == SendResult(retried=1)
    receiver.silent = False
    assert send_waiting(now=now + timedelta(minutes=2)) == SendResult(sent=1, in_doubt=1)
    assert len({one.headers["x-tracker-delivery"] for one in receiver.received}) == 1


@pytest.mark.parametrize("status", [301, 400, 404])
def test_a_refusal_or_a_way_elsewhere_is_final(
    administrator: Officer, receiver: Receiver, now: datetime, status: int
) -> None:
    receiver.status, receiver.location = status, receiver.url("/elsewhere")
    try_webhook(webhook=webhook(administrator, receiver.url()), by=administrator, now=now)
    assert send_waiting(now=now) == SendResult(failed=1)
    assert [one.path for one in receiver.received] == ["/hook"]


def test_a_receiver_that_is_away_holds_up_neither_mails_nor_other_webhooks(
    administrator: Officer, receiver: Receiver, mailbox: Mailbox, now: datetime
) -> None:
    gone = webhook(administrator, f"http://127.0.0.1:{free_port()}/", name="不在")
    here = webhook(administrator, receiver.url())
    for one in (gone, gone, here):
        now += timedelta(seconds=1)
        try_webhook(webhook=one, by=administrator, now=now)
    enqueue_mail([Mail("m", None, "a@example.com", "主题", "正文", "")])
    assert send_waiting(now=now) == SendResult(sent=2, retried=1)
    assert (len(mailbox.messages), len(receiver.received)) == (1, 1)


def test_a_mail_server_that_is_away_does_not_hold_up_webhooks(
    administrator: Officer, receiver: Receiver, settings: Settings, now: datetime
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    enqueue_mail([Mail("m", None, "a@example.com", "主题", "正文", "")])
    try_webhook(webhook=webhook(administrator, receiver.url()), by=administrator, now=now)
    assert send_waiting(now=now) == SendResult(sent=1, retried=1)


def test_a_scan_tells_the_group_of_a_city_in_numbers_without_names(
    administrator: Officer, receiver: Receiver, now: datetime
) -> None:
    TargetFactory(facility__enterprise__name="富阳水泥厂")
    webhook(administrator, receiver.url())
    other = reference.region(reference.NINGBO)
    webhook(administrator, receiver.url("/ningbo"), name="宁波", region=other)
    scan(on=DEADLINE + timedelta(days=1))
    scan(on=DEADLINE + timedelta(days=1))
    send_waiting(now=now)
    (got,) = receiver.received
    said = json.loads(got.body)
    assert "新增逾期 1 项" in said["subject"]
    assert "https://tracker.example/alerts/" in said["text"]
    assert "富阳水泥厂" not in got.body.decode()


def test_the_administrators_webhook_is_told_what_administrators_are(administrator: Officer, receiver: Receiver) -> None:
    webhook(administrator, receiver.url(), role=Role.SYSADMIN, region=reference.region(reference.PROVINCE))
    for _ in range(2):
        notify_role(
            role=Role.SYSADMIN, kind=MessageKind.SYSTEM, key="scan", write=lambda: Letter("扫描未运行", ("请检查",))
        )
    assert line().subject == "扫描未运行"


def test_one_that_is_switched_off_is_told_nothing_more(
    administrator: Officer, receiver: Receiver, now: datetime
) -> None:
    hook = webhook(administrator, receiver.url())
    try_webhook(webhook=hook, by=administrator, now=now)
    switch_webhook(webhook=hook, is_active=False, by=administrator, seen_version=1)
    TargetFactory()
    scan(on=DEADLINE + timedelta(days=1))
    assert send_waiting(now=now) == SendResult()
    assert (line().state, receiver.received) == ("failed", [])


def test_address_and_secret_stand_in_no_history(administrator: Officer, receiver: Receiver) -> None:
    hook = webhook(administrator, receiver.url("/hook?key=confidential"))
    assert not {"url", "secret"} & {field.name for field in type(events_of(hook).get())._meta.fields}


def test_only_the_system_administrator_enters_webhooks(receiver: Receiver) -> None:
    for role in set(Role) - {Role.SYSADMIN}:
        with pytest.raises(NotAllowed):
            webhook(OfficerFactory(role=role), receiver.url())


def test_a_webhook_must_fit_its_role_and_sign_what_it_sends(administrator: Officer, receiver: Receiver) -> None:
    with pytest.raises(InvalidValue):
        webhook(administrator, receiver.url(), role=Role.COUNTY)
    with pytest.raises(InvalidValue):
        webhook(administrator, receiver.url(), role=Role.AUDITOR)
    with pytest.raises(InvalidValue):
        webhook(administrator, receiver.url(), secret="short")


def test_the_address_is_checked_again_when_it_is_called(
    administrator: Officer, receiver: Receiver, settings: Settings, now: datetime
) -> None:
    try_webhook(webhook=webhook(administrator, receiver.url()), by=administrator, now=now)
    settings.WEBHOOK_NETWORKS = []
    assert send_waiting(now=now) == SendResult(failed=1)
    assert receiver.received == []
