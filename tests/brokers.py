"""The fixture `redis_url`: a Redis of the test's own, which it may stop and start as it likes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kombu import pools
from pytest_django.fixtures import Settings

from config import celery
from config.embedded import Places, redis_server


@pytest.fixture
def redis_url(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis of the test's own; messages of this process go there."""
    where = Places(tmp_path)
    where.redis.mkdir()
    where.sockets.mkdir(exist_ok=True)
    redis_server.start(where)
    monkeypatch.setenv("REDIS_URL", f"unix://{where.redis_socket}?db=0")
    settings.REDIS_URL = os.environ["REDIS_URL"]
    with _broker(celery.broker()["broker_url"]):
        yield settings.REDIS_URL
    redis_server.stop(where)
    shutil.rmtree(where.sockets, ignore_errors=True)


@contextmanager
def _broker(url: str) -> Iterator[None]:
    """This process publishes to another broker while the block runs."""
    before = celery.app.conf.broker_url
    _connect(url)
    yield
    _connect(before)


def _connect(url: str) -> None:
    celery.app.conf.update(broker_url=url, broker_write_url=url, broker_read_url=url)
    pools.reset()
    celery.app._pool = None
    celery.app.amqp._producer_pool = None
