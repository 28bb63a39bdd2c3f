"""Too many requests of one officer: 429 with the seconds to wait, and nobody else is hurt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Asker
from tracker.api import throttling
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


def test_an_officer_past_the_limit_waits_and_others_do_not(
    redis_url: str, ask_as: Callable[..., Asker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "PER_MINUTE", 5)
    monkeypatch.setattr("tracker.api.throttling.time.time", lambda: 1_284_595_230.0)
    busy, other = ask_as(Role.AUDITOR), ask_as(Role.AUDITOR)
    assert [busy("plans/").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    answer = busy("plans/")
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert answer["Content-Type"] == "application/problem+json"
    assert other("plans/").status_code == 200


def test_without_redis_nobody_is_refused(auditor: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "PER_MINUTE", 0)
    assert auditor("plans/").status_code == 200
