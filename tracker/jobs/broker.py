"""A look at Redis from outside Celery (消息队列): does it answer, and how many messages wait in each queue."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import redis
from django.conf import settings
from redis.sentinel import Sentinel

from tracker.jobs.queues import QUEUES
from tracker.values.redis_address import read_address

# Whoever looks has better things to do than to wait.
SECONDS = 0.5


def answers() -> bool:
    """Whether Redis answers."""
    try:
        return bool(connect(settings.REDIS_URL).ping())
    except redis.RedisError:
        return False


def waiting() -> dict[str, int] | None:
    """How many messages wait in each queue; None when Redis does not answer."""
    try:
        with connect(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.llen(queue)
            return dict(zip(QUEUES, pipe.execute(), strict=True))
    except redis.RedisError:
        return None


@cache
def connect(url: str) -> redis.Redis:
    """The server itself, or the master the Sentinels name; a client that reconnects by itself and never waits long."""
    address = read_address(url)
    times: dict[str, Any] = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    if not address.sentinels:
        return redis.Redis.from_url(url, **times)
    tls: dict[str, Any] = {"ssl": True, **address.tls} if address.encrypted else {}
    asked = {**times, **tls, **address.sentinel_login}
    found = Sentinel(address.sentinels, sentinel_kwargs=asked)  # type: ignore[no-untyped-call]
    login = {"db": address.db, **times, **tls, **address.login}
    return cast(redis.Redis, found.master_for(address.master, **login))  # type: ignore[no-untyped-call]
