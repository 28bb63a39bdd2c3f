"""Pages of the outbox, of mail samples and of webhooks: state and reason for administrators, never what a mail said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fixtures import reference
from fixtures.factories import OfficerFactory
from tests.jobs.bounced import notification
from tests.web.test_forms import stored
from tracker.jobs.bounces import Bounce, take_bounces
from tracker.jobs.hooks import Webhook
from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.jobs.resending import Resending
from tracker.officers.roles import Role
from tracker.web.mail_samples import SAMPLES

pytestmark = pytest.mark.django_db


def mails(*states: str) -> list[OutboxMail]:
    made = enqueue_mail(
        [Mail(f"m{n}", None, f"{state}{n}@example.com", "机密主题", "机密正文", "") for n, state in enumerate(states)]
    )
    for mail, state in zip(made, states, strict=True):
        mail.state, mail.last_error = state, "550 user unknown" if state == "failed" else ""
        mail.save()
    return made


def test_the_list_shows_state_reason_and_attempts_and_nothing_that_was_said(signed_in: Callable[..., Client]) -> None:
    mails("waiting", "sent", "failed", "bounced")
    text = signed_in(Role.SYSADMIN).get(reverse("outbox")).text
    for said in ("waiting0@example.com", "550 user unknown", "待发送 1 · 发送失败 1 · 已退信 1"):
        assert said in text
    assert "机密" not in text


def test_an_auditor_sees_what_a_mail_was_about_and_not_what_it_said(signed_in: Callable[..., Client]) -> None:
    (mail,) = mails("sent")
    OutboxMail.objects.filter(pk=mail.pk).update(created_at=datetime(2010, 9, 16, 17, tzinfo=UTC))
    auditor = signed_in(Role.AUDITOR)
    text = auditor.get(reverse("outbox"), {"day": "2010-09-17"}).text
    assert "机密主题" in text
    assert "机密正文" not in text
    assert "机密主题" not in auditor.get(reverse("outbox"), {"day": "2010-09-16"}).text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"state": "failed"}, {2}),
        ({"state": "waiting"}, {0}),
        ({"state": "doubtful"}, {1}),
        ({"q": "bounced3"}, {3}),
        ({"q": "<m1@localhost>"}, {1}),
        ({"kind": "overdue"}, {0, 1, 2, 3}),
        ({"kind": "weekly"}, set()),
        ({"channel": "webhook"}, set()),
    ],
)
def test_the_list_is_narrowed(signed_in: Callable[..., Client], asked: dict[str, str], shown: set[int]) -> None:
    made = mails("waiting", "sent", "failed", "bounced")
    OutboxMail.objects.filter(pk=made[1].pk).update(in_doubt=True)
    listed = signed_in(Role.SYSADMIN).get(reverse("outbox"), asked).context["page"].object_list
    assert {made.index(mail) for mail in listed} == shown


def test_the_list_asks_the_database_no_more_for_many(
    signed_in: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mails(*["sent"] * 60)
    client = signed_in(Role.SYSADMIN)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("outbox")).context["page"].paginator.num_pages == 2


def test_a_failed_mail_is_sent_again_from_its_page_with_a_reason(signed_in: Callable[..., Client]) -> None:
    (mail,) = mails("failed")
    client = signed_in(Role.SYSADMIN)
    page = reverse("outbox_line", args=[mail.pk])
    assert "重新发送" in client.get(page).text
    assert client.post(reverse("outbox_resend", args=[mail.pk]), {"reason": ""}).status_code == 400
    answer = client.post(reverse("outbox_resend", args=[mail.pk]), {"reason": "邮箱已恢复"}, follow=True)
    assert "邮箱已恢复" in answer.text
    assert stored(OutboxMail, pk=mail.pk).state == "waiting"
    assert client.post(reverse("outbox_resend", args=[mail.pk]), {"reason": "再来"}).status_code == 409
    assert Resending.objects.count() == 1
    assert "机密" not in answer.text


def test_the_auditor_looks_on(signed_in: Callable[..., Client]) -> None:
    (mail,) = mails("failed")
    client = signed_in(Role.AUDITOR)
    assert 'name="reason"' not in client.get(reverse("outbox_line", args=[mail.pk])).text
    assert client.post(reverse("outbox_resend", args=[mail.pk]), {"reason": "再发"}).status_code == 403


def test_failing_addresses_are_shown_with_the_accounts_until_they_are_settled(signed_in: Callable[..., Client]) -> None:
    reader = OfficerFactory(email="City@example.com")
    mail = enqueue_mail([Mail("k", reader, reader.email, "主题", "正文", "")])[0]
    take_bounces([notification(mail)], now=timezone.now())
    client = signed_in(Role.SYSADMIN)
    assert client.get(reverse("accounts")).text.count("退信") == 1
    assert "user unknown" in client.get(reverse("outbox")).text
    client.post(reverse("outbox_settle"), {"address": "city@example.com"})
    assert "退信" not in client.get(reverse("accounts")).text
    assert stored(Bounce, mail=mail).settled_at is not None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("template", list(SAMPLES))
def test_every_mail_has_a_sample_in_both_languages(
    signed_in: Callable[..., Client], template: str, language: str
) -> None:
    client = signed_in(Role.SYSADMIN)
    page = client.get(reverse("outbox_preview_one", args=[template, language]))
    html = client.get(reverse("outbox_preview_html", args=[template, language]))
    assert (page.status_code, html.status_code) == (200, 200)
    assert reverse("outbox_preview_html", args=[template, language]) in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    policy = html["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'none'" in policy
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    assert f'lang="{language}"' in html.text
    assert "%way-out%" not in html.text + page.text


def test_a_sample_has_its_workbook_and_unknown_ones_are_not_found(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.SYSADMIN)
    assert client.get(reverse("outbox_preview_workbook", args=["en"])).content[:2] == b"PK"
    for address in ("/outbox/preview/nothing/en/", "/outbox/preview/digest/fr/", "/outbox/preview/fr/overdue.xlsx"):
        assert client.get(address).status_code == 404


def entered(**more: Any) -> dict[str, Any]:
    return {
        "name": "杭州工作群",
        "role": "municipal",
        "region": reference.region(reference.HANGZHOU).pk,
        "form": "wecom",
        "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=confidential",
        "secret": "",
        **more,
    }


def test_a_webhook_is_entered_tried_and_switched_off(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.SYSADMIN)
    answer = client.post(reverse("webhook_new"), entered(), follow=True)
    assert "qyapi.weixin.qq.com" in answer.text
    assert "confidential" not in answer.text
    hook = stored(Webhook, name="杭州工作群")
    answer = client.post(reverse("webhook_test", args=[hook.pk]), follow=True)
    assert "测试消息已排队" in answer.text
    client.post(reverse("webhook_switch", args=[hook.pk]), {"version": hook.version})
    assert not stored(Webhook, pk=hook.pk).is_active
    assert client.post(reverse("webhook_switch", args=[hook.pk]), {"version": hook.version}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "https://evil.example/"}, "不在运维人员允许的名单内"),
        ({"url": "http://127.0.0.1:6379/"}, "不在运维人员允许的名单内"),
        ({"role": "county"}, "区划与接收角色不符"),
        ({"form": "plain", "secret": "short"}, "至少 16 个字符"),
    ],
)
def test_a_webhook_that_may_not_be_is_refused_at_its_field(
    signed_in: Callable[..., Client], wrong: dict[str, str], said: str, settings: Settings
) -> None:
    settings.WEBHOOK_HOSTS = ["qyapi.weixin.qq.com"]
    answer = signed_in(Role.SYSADMIN).post(reverse("webhook_new"), entered(**wrong))
    assert said in answer.text
    assert not Webhook.objects.exists()
