"""The Celery app: queues, limits and the timetable (定时任务). The work itself is listed in ``tracker.tasks``."""

import gc
import os
import ssl
from typing import Any
from urllib.parse import quote

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, celeryd_init, worker_process_init
from kombu import Exchange, Queue

from config import embedded
from tracker.jobs.queues import QUEUES
from tracker.values.redis_address import read_address

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

VERIFY = {"required": ssl.CERT_REQUIRED, "optional": ssl.CERT_OPTIONAL, "none": ssl.CERT_NONE}


def broker() -> dict[str, Any]:
    """``REDIS_URL`` in Celery's spelling, which is another one for sockets and Sentinels, and careless about TLS."""
    address = read_address(os.environ.get("REDIS_URL") or embedded.redis_address())
    tls = {**address.tls, "ssl_cert_reqs": VERIFY[address.tls["ssl_cert_reqs"]]} if address.tls else None
    made: dict[str, Any] = {"broker_url": address.url, "broker_use_ssl": tls, "options": {}}
    if address.url.startswith("unix://"):
        path, _, query = address.url.removeprefix("unix://").partition("?")
        made["broker_url"] = f"redis+socket://{path}?virtual_host={query.removeprefix('db=') or 0}"
    elif address.sentinels:
        login = ":".join(quote(address.login.get(name, ""), safe="") for name in ("username", "password"))
        made["broker_url"] = ";".join(
            f"sentinel://{login}@{host}:{port}/{address.db}" for host, port in address.sentinels
        )
        kwargs = {**address.sentinel_login, **({"ssl": True, **tls} if tls else {})}
        made["options"] = {"master_name": address.master, "sentinel_kwargs": kwargs}
    return made


BROKER = broker()

app = Celery("tracker")
app.conf.update(
    broker_url=BROKER["broker_url"],
    broker_use_ssl=BROKER["broker_use_ssl"],
    broker_connection_retry_on_startup=True,
    # A worker waits for Redis as long as it takes, and then goes on.
    broker_connection_max_retries=None,
    # A publisher never waits long for Redis: the work list is in PostgreSQL, the message only wakes a worker.
    broker_transport_options={
        "visibility_timeout": 6 * 60 * 60,
        "socket_connect_timeout": 2,
        "max_retries": 0,
        "unacked_restore_throttle": 1,
        # A connection that died in silence is noticed, not listened to for ever.
        "socket_keepalive": True,
        "health_check_interval": 25,
        **BROKER["options"],
    },
    task_publish_retry=False,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    task_soft_time_limit=3600,
    task_time_limit=3660,
    # Named in full: a queue left to the defaults would be bound to the default queue's key and get a copy of its messages.
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
    task_default_queue="workbooks",
    task_routes={
        "tracker.tasks.scan_*": {"queue": "scan"},
        "tracker.tasks.sweep_*": {"queue": "scan"},
        "tracker.tasks.send_*": {"queue": "mail"},
        "tracker.tasks.draw_*": {"queue": "documents"},
    },
    timezone="Asia/Shanghai",
    beat_scheduler="config.beat:SigningScheduler",
    beat_schedule={
        # A tick that nobody took before the next one is worth nothing.
        "scan-deadlines": {"task": "tracker.tasks.scan_deadlines", "schedule": crontab(hour="7", minute="0")},
        "scan-comeback": {"task": "tracker.tasks.scan_comeback", "schedule": crontab(hour="6", minute="30")},
        "scan-reports": {"task": "tracker.tasks.scan_reports", "schedule": crontab(hour="8", minute="0")},
        "scan-done": {"task": "tracker.tasks.scan_done", "schedule": 60.0, "options": {"expires": 55}},
        "send-mail": {"task": "tracker.tasks.send_mail", "schedule": 60.0, "options": {"expires": 55}},
        **{
            f"pulse-{queue}": {
                "task": "tracker.tasks.pulse",
                "schedule": 60.0,
                "args": [queue],
                "options": {"queue": queue, "expires": 55},
            }
            for queue in QUEUES
        },
        "sweep-jobs": {"task": "tracker.tasks.sweep_jobs", "schedule": 60.0, "options": {"expires": 55}},
    },
)
app.autodiscover_tasks(["tracker"])


@celeryd_init.connect
@beat_init.connect
def start_redis(**_: Any) -> None:
    """Worker and beat bring the embedded Redis with them when no other is named."""
    if not os.environ.get("REDIS_URL"):
        embedded.redis_url()


@worker_process_init.connect
def spare_the_program(**_: Any) -> None:
    """What a worker loaded stays: the collector need not walk through it in the middle of every long task."""
    gc.freeze()
