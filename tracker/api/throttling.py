"""Too many requests (限流): so many a minute for each officer, counted in Redis; a courtesy, the wall is the proxy's.

Without Redis nobody is refused: reading the record must not depend on a cache.
"""

from __future__ import annotations

import time
from typing import Any

import redis
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tracker.jobs.broker import connect
from tracker.officers.models import Officer

PER_MINUTE = 600
_SECONDS = 60


class OfficerThrottle(BaseThrottle):
    """Counts an officer's requests in the running minute, whichever token or session they come by."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether this request is still within the officer's minute."""
        if not isinstance(request.user, Officer):
            return True
        try:
            return _count(request.user.pk) <= PER_MINUTE
        except redis.RedisError:
            return True

    def wait(self) -> float:
        """Seconds until the next minute."""
        return _SECONDS - time.time() % _SECONDS + 1


def _count(officer_id: int) -> int:
    key = f"api:{officer_id}:{int(time.time() // _SECONDS)}"
    with connect(settings.REDIS_URL).pipeline() as pipe:
        pipe.incr(key)
        pipe.expire(key, 2 * _SECONDS)
        return int(pipe.execute()[0])
