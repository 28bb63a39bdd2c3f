"""Logs: one JSON object a line, under the number of its request or job, telling nothing about anybody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from config.logs import JsonLines, logging_settings
from tests.platform.test_settings import PRODUCTION, setting
from tracker.jobs.models import Job
from tracker.jobs.progress import Progress
from tracker.jobs.services import submit
from tracker.jobs.working import work_off

SECRET = "统一社会信用代码 91330100799655058B"


@pytest.fixture
def lines() -> Iterator[Any]:
    """What is logged while the test runs, line by line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def break_(*_args: Any, **_options: Any) -> Any:
    raise ZeroDivisionError(SECRET)


@pytest.mark.django_db
def test_an_error_is_logged_under_the_number_its_page_shows_and_without_its_values(
    lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.template.response.TemplateResponse.render", break_)
    answer = Client(raise_request_exception=False).get("/login/")
    assert answer.status_code == 500
    (found,) = [line for line in lines() if line.get("error") == "ZeroDivisionError"]
    assert found["request"] == answer["X-Request-ID"]
    assert answer["X-Request-ID"] in answer.content.decode()
    assert any("break_" in place for place in found["trace"])
    assert SECRET not in json.dumps(lines(), ensure_ascii=False)


@pytest.mark.django_db
def test_what_is_not_found_is_logged_under_its_number_too(lines: Any) -> None:
    answer = Client().get("/nothing/")
    (found,) = [line for line in lines() if "/nothing/" in line["message"]]
    assert found["request"] == answer["X-Request-ID"]


@pytest.mark.django_db
def test_a_failed_job_is_logged_under_its_number(lines: Any) -> None:
    job = submit(kind="upload", subject="7", by=None)

    def work(_job: Job, _progress: Progress) -> None:
        break_()

    work_off(kinds=["upload"], work=work, clock=timezone.now, worker="w")
    assert {line["job"] for line in lines()} == {str(job.pk)}
    assert SECRET not in json.dumps(lines(), ensure_ascii=False)


@pytest.mark.django_db
def test_every_answer_has_its_number(lines: Any) -> None:
    answers = [Client().get("/login/") for _ in range(2)]
    assert len({answer["X-Request-ID"] for answer in answers}) == 2


def test_who_failed_to_sign_in_is_not_logged() -> None:
    assert logging_settings(as_json=True, level="INFO")["loggers"]["axes"]["level"] == "ERROR"


def test_production_logs_json_unless_told_otherwise() -> None:
    assert "'formatter': 'json'" in setting("LOGGING['handlers']", **PRODUCTION).stdout
    assert "'formatter': 'line'" in setting("LOGGING['handlers']", **PRODUCTION, LOG_FORMAT="line").stdout
