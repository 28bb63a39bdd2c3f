"""The fixtures `worker` and `site`: the product's own processes, over a test's committed data."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.mail_catcher import HOST, free_port
from tests.database import Database
from tests.mailboxes import Mailbox
from tests.processes import Process, wait_until
from tracker.jobs.queues import QUEUES


@dataclass(frozen=True)
class Site:
    """The running site."""

    url: str
    process: Process


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
def worker(environment: dict[str, str], redis_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Process]:
    """A real Celery worker for all queues, ready to work."""
    queues = ",".join(QUEUES)
    command = ("celery", "-A", "config", "worker", "-Q", queues, "-c", "2", "-l", "INFO", "--without-gossip")
    process = Process(command, environment, tmp_path / "worker.log")
    with process.running():
        wait_until(lambda: process.lives() and " ready." in process.log.read_text(), "the worker to be ready")
        yield process


@pytest.fixture
def busy_site(environment: dict[str, str], redis_url: str, tmp_path: Path) -> Iterator[Site]:
    """The site as production serves it: several processes."""
    port, counters = free_port(), {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counters")}
    command = ("gunicorn", "-c", "python:config.gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "3")
    process = Process(command, environment | counters, tmp_path / "site.log")
    with process.running():
        wait_until(lambda: process.lives() and _answers(port), "the site to answer")
        yield Site(f"http://{HOST}:{port}", process)


@pytest.fixture
def site(environment: dict[str, str], redis_url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Site]:
    """The site served by gunicorn on a free port."""
    port = free_port()
    command = ("gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "8")
    process = Process(command, environment, tmp_path / "site.log")
    with process.running():
        wait_until(lambda: process.lives() and _answers(port), "the site to answer")
        yield Site(f"http://{HOST}:{port}", process)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return bool(connection.getresponse().status)
    except OSError:
        return False
    finally:
        connection.close()
