"""The product's own processes run for real: worker, mail, site and browser."""

import urllib.error
import urllib.request

import redis
from django.core.mail import send_mail
from playwright.sync_api import Page

from config.celery import app
from tests.mailboxes import Mailbox
from tests.processes import Process
from tests.servers import Site
from tracker.jobs.queues import QUEUES


def test_a_message_goes_to_its_own_queue_and_to_no_other(redis_url: str) -> None:
    app.send_task("tracker.tasks.send_mail")
    with redis.Redis.from_url(redis_url) as broker:
        assert {name: broker.llen(name) for name in QUEUES} == {"scan": 0, "mail": 1, "workbooks": 0, "documents": 0}


def test_the_worker_serves_every_queue(worker: Process) -> None:
    (queues,) = app.control.inspect(timeout=20, limit=1).active_queues().values()
    assert {queue["name"] for queue in queues} == set(QUEUES)


def test_mail_is_really_sent(mailbox: Mailbox) -> None:
    send_mail("催办", "九月十五日到期", "system@example.org", ["hangzhou@example.org"])
    (message,) = mailbox.wait_for(1)
    assert (message["subject"], message.get_content().strip()) == ("催办", "九月十五日到期")


def test_the_site_answers_with_a_policy_that_allows_nothing_inline(site: Site) -> None:
    try:
        answer = urllib.request.urlopen(site.url, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    assert answer.status < 500, site.process.log.read_text()[-2000:]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_browser_sees_the_site_in_chinese(page: Page) -> None:
    page.goto("/")
    assert (page.locator("html").get_attribute("lang") or "").startswith("zh")
