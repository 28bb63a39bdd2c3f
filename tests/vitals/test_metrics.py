"""Metrics: well-formed, without names, for those only who know the token or ask from an allowed network."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from tests.servers import Site
from tracker.jobs.queues import QUEUES
from tracker.jobs.services import submit


def samples(text: str) -> dict[tuple[str, str], float]:
    """Every figure by its name and labels."""
    return {
        (sample.name, json.dumps(sample.labels, sort_keys=True)): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.django_db
def test_what_waits_is_measured(redis_url: str) -> None:
    submit(kind="upload", subject="7", by=None)
    found = samples(Client().get("/metrics").content.decode())
    assert found["tracker_jobs", '{"state": "waiting"}'] == 1
    assert {found["tracker_queue_depth", json.dumps({"queue": name})] for name in QUEUES} == {0}
    assert found["tracker_fault", '{"fault": "scan_late"}'] == 0
    assert found["tracker_redis_up", "{}"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"Authorization": "Bearer wrong"}, 404),
        ({"Authorization": "Token known"}, 404),
        ({"Authorization": "Bearer known"}, 200),
    ],
)
def test_the_token_opens_and_nothing_else_does(settings: Settings, headers: Any, status: int) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "known", []
    assert Client().get("/metrics", headers=headers).status_code == status


@pytest.mark.django_db
def test_no_token_set_is_not_a_token_of_no_letters(settings: Settings) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "", []
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_an_allowed_network_may_ask_directly_but_not_through_the_proxy(settings: Settings) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "", ["10.0.0.0/8"]
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.1").get("/metrics").status_code == 404
    forwarded = {"X-Forwarded-For": "10.1.2.3"}
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics", headers=forwarded).status_code == 404


def test_all_web_processes_are_one_counter(busy_site: Site) -> None:
    for _ in range(12):
        urllib.request.urlopen(f"{busy_site.url}/login/", timeout=30).read()
    text = urllib.request.urlopen(f"{busy_site.url}/metrics", timeout=30).read().decode()
    labels = json.dumps({"method": "GET", "route": "login", "status": "200"})
    assert samples(text)["tracker_http_requests_total", labels] == 12
