"""Fixtures that run real servers for tests with committed data: Redis, a mail server, a Celery worker, the site."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

from config import celery
from config.embedded import PROJECT, Places, redis_server
from config.environment import mail
from config.mail_catcher import HOST, free_port
from tests.database import Database

PATIENCE_SECONDS = 60


def wait_until(condition: Callable[[], Any], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once the condition holds; fail naming it when it takes unreasonably long."""
    limit = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > limit:
            pytest.fail(f"waited {seconds} s in vain for: {what}")
        pause.wait(0.05)


@dataclass
class Mailbox:
    """What arrived at the mail server."""

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one message."""
        self.messages.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 OK"

    def wait_for(self, count: int) -> list[EmailMessage]:
        """The messages, once there are so many."""
        wait_until(lambda: len(self.messages) >= count, f"{count} messages")
        return self.messages


@pytest.fixture
def mailbox(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A real mail server on this machine; mail of this process, and of `worker` and `site`, goes there."""
    box = Mailbox()
    controller = Controller(box, hostname=HOST, port=free_port())
    controller.start()
    box.url = f"smtp://{HOST}:{controller.port}"
    monkeypatch.setenv("EMAIL_URL", box.url)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in mail(box.url).items():
        setattr(settings, name, value)
    yield box
    controller.stop()


@pytest.fixture
def redis_url(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis of the test's own; messages of this process go there."""
    where = Places(tmp_path)
    where.redis.mkdir()
    where.sockets.mkdir(exist_ok=True)
    redis_server.start(where)
    monkeypatch.setenv("REDIS_URL", f"unix://{where.redis_socket}?db=0")
    settings.REDIS_URL = os.environ["REDIS_URL"]
    with _broker(celery.broker_url()):
        yield settings.REDIS_URL
    redis_server.stop(where)


@pytest.fixture
def environment(committed_db: Database) -> dict[str, str]:
    """What other processes need to work on the test's data; set more before asking for `worker` or `site`."""
    return {
        "DATABASE_URL": committed_db.app_url,
        "DATABASE_OWNER_URL": committed_db.owner_url,
        "TRACKER_DEMO": "1",
        "SECRET_KEY": "only for tests",
        "TRACKER_TEST_RUN": "",
    }


@pytest.fixture
def worker(environment: dict[str, str], redis_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator["Process"]:
    """A real Celery worker for all queues, ready to work."""
    queues = ",".join(celery.QUEUES)
    command = ("celery", "-A", "config", "worker", "-Q", queues, "-c", "2", "-l", "INFO", "--without-gossip")
    process = Process(command, environment, tmp_path / "worker.log")
    with process.running():
        wait_until(lambda: process.lives() and " ready." in process.log.read_text(), "the worker to be ready")
        yield process


@pytest.fixture
def site(environment: dict[str, str], redis_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator["Site"]:
    """The site served by gunicorn on a free port."""
    port = free_port()
    command = ("gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "8")
    process = Process(command, environment, tmp_path / "site.log")
    with process.running():
        wait_until(lambda: process.lives() and _answers(port), "the site to answer")
        yield Site(f"http://{HOST}:{port}", process)


@dataclass
class Process:
    """A server in a process of its own."""

    command: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    child: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, or start it again."""
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                cwd=PROJECT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it while the block runs."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def stop(self, *, kill: bool = False) -> None:
        """Ask it to stop, or kill it with all its children (`kill -9`)."""
        if self.child and self.child.poll() is None:
            if not kill:
                self.child.terminate()
                wait_until(lambda: self.child and self.child.poll() is not None, f"{self.command[0]} to stop")
            else:
                os.killpg(self.child.pid, 9)
                self.child.wait()

    def lives(self) -> bool:
        """True, or the test fails with the last words of the process."""
        assert self.child is not None
        if self.child.poll() is not None:
            pytest.fail(f"{self.command[0]} ended by itself:\n{self.log.read_text()[-3000:]}")
        return True


@dataclass(frozen=True)
class Site:
    """The running site."""

    url: str
    process: Process


@contextmanager
def _broker(url: str) -> Iterator[None]:
    """This process publishes to another broker while the block runs."""
    before = celery.app.conf.broker_url
    _connect(url)
    yield
    _connect(before)


def _connect(url: str) -> None:
    celery.app.conf.update(broker_url=url, broker_write_url=url, broker_read_url=url)
    celery.app.pool.force_close_all()
    celery.app._pool = None
    celery.app.amqp._producer_pool = None


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return bool(connection.getresponse().status)
    except OSError:
        return False
    finally:
        connection.close()
