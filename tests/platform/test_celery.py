"""How background work is set up: a queue for each purpose, nothing acknowledged before it is done, retries spread out."""

import ssl
from typing import Any

import pytest
from celery import Task
from celery.schedules import crontab

from config import celery
from config.celery import app
from tracker import tasks
from tracker.jobs.queues import QUEUES
from tracker.jobs.sending import LEASE as MAIL_LEASE

app.loader.import_default_modules()
TASKS: dict[str, Task] = {name: task for name, task in app.tasks.items() if name.startswith("tracker.")}
PURPOSE = {
    "scan_deadlines": "scan",
    "scan_comeback": "scan",
    "scan_done": "scan",
    "sweep_jobs": "scan",
    "send_mail": "mail",
    "run_upload": "workbooks",
}


@pytest.mark.parametrize(("name", "queue"), PURPOSE.items())
def test_each_task_goes_to_the_queue_of_its_purpose(name: str, queue: str) -> None:
    assert app.amqp.router.route({}, f"tracker.tasks.{name}")["queue"].name == queue


@pytest.mark.parametrize("name", TASKS)
def test_no_task_is_acknowledged_before_it_is_done_or_lost_with_its_worker(name: str) -> None:
    task = TASKS[name]
    assert (task.acks_late, task.reject_on_worker_lost, app.conf.worker_prefetch_multiplier) == (True, True, 1)


@pytest.mark.parametrize("name", TASKS)
def test_no_message_is_given_out_again_while_its_task_may_still_run(name: str) -> None:
    hard = TASKS[name].time_limit or app.conf.task_time_limit
    soft = TASKS[name].soft_time_limit or app.conf.task_soft_time_limit
    assert soft < hard < app.conf.broker_transport_options["visibility_timeout"]
    assert MAIL_LEASE.total_seconds() < soft


def test_every_task_that_touches_business_comes_back_at_its_own_time_when_the_database_was_away() -> None:
    impatient = [name for name, task in TASKS.items() if name != "tracker.tasks.pulse" and not retries_apart(task)]
    assert impatient == []


def retries_apart(task: Any) -> bool:
    options = tasks.AGAIN
    return bool(task.autoretry_for and options["retry_backoff"] and options["retry_jitter"] and task.max_retries)


def test_the_timetable_rings_what_there_is_and_every_queue_each_minute() -> None:
    table = app.conf.beat_schedule
    assert {entry["task"] for entry in table.values()} <= set(TASKS)
    rung = {entry["options"]["queue"] for entry in table.values() if entry["task"] == "tracker.tasks.pulse"}
    assert rung == set(QUEUES)


def test_what_is_rung_every_minute_does_not_pile_up_while_nobody_listens() -> None:
    for name, entry in app.conf.beat_schedule.items():
        if not isinstance(entry["schedule"], crontab):
            assert entry["options"]["expires"] < entry["schedule"], name


def told(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    monkeypatch.setenv("REDIS_URL", url)
    return celery.broker()


def test_over_tls_the_certificate_is_checked_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, "rediss://:pw@redis/0")["broker_use_ssl"] == {"ssl_cert_reqs": ssl.CERT_REQUIRED}
    named = told(monkeypatch, "rediss://redis/0?ssl_ca_certs=/etc/ca.pem&ssl_cert_reqs=none")["broker_use_ssl"]
    assert named == {"ssl_cert_reqs": ssl.CERT_NONE, "ssl_ca_certs": "/etc/ca.pem"}
    assert told(monkeypatch, "redis://redis/0")["broker_use_ssl"] is None


def test_sentinels_are_all_named_with_the_master_they_know(monkeypatch: pytest.MonkeyPatch) -> None:
    made = told(monkeypatch, "sentinels://:p%40ss@a,b:26380/tracker/2?sentinel_password=word")
    assert made["broker_url"] == "sentinel://:p%40ss@a:26379/2;sentinel://:p%40ss@b:26380/2"
    assert made["options"]["master_name"] == "tracker"
    sentinel = {"password": "word", "ssl": True, "ssl_cert_reqs": ssl.CERT_REQUIRED}
    assert made["options"]["sentinel_kwargs"] == sentinel


@pytest.mark.parametrize("url", ["amqp://rabbit", "sentinel://a:26379", "sentinel:///tracker/0", "sentinel://a/m/x"])
def test_an_address_nobody_could_mean_is_refused_with_the_way_it_is_written(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(ValueError, match="REDIS_URL must look like"):
        told(monkeypatch, url)
