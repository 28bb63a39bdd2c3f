"""compose, systemd and Kubernetes: every queue has its worker, every command exists, every variable is one that is read."""

from __future__ import annotations

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from config.embedded import PROJECT
from tracker.jobs.queues import QUEUES

DEPLOY = PROJECT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
KUBERNETES = [
    each for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) for each in yaml.safe_load_all(path.read_text())
]
UNITS = sorted((DEPLOY / "systemd").iterdir())
# The images of other makers read these.
THEIRS = {"POSTGRES_PASSWORD", "APP_PASSWORD", "OWNER_PASSWORD", "BACKUP_PASSWORD"}


def unit(path: Path) -> configparser.ConfigParser:
    """A unit of systemd; keys keep their letters, and one that is said twice is one too many."""
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text())
    return read


def pods() -> Iterator[dict[str, Any]]:
    """Every pod Kubernetes is asked for."""
    for each in KUBERNETES:
        spec = each.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield spec["template"]["spec"]


def commands(place: str) -> list[list[str]]:
    """The commands of our own processes in one place."""
    if place == "compose":
        ours = [service for service in COMPOSE["services"].values() if service["image"] == "capacity-tracker"]
        return [service["command"] for service in ours]
    if place == "kubernetes":
        return [container["command"] for pod in pods() for container in pod["containers"]]
    lines = [unit(path)["Service"]["ExecStart"] for path in UNITS if path.suffix == ".service"]
    return [shlex.split(line) for line in lines]


PLACES = pytest.mark.parametrize("place", ["compose", "kubernetes", "systemd"])


@PLACES
def test_every_queue_has_its_worker_and_every_worker_its_queue(place: str) -> None:
    served = [command[command.index("--queues") + 1] for command in commands(place) if "--queues" in command]
    assert sorted(served) == (["%i"] if place == "systemd" else sorted(QUEUES))
    if place == "systemd":
        enabled = re.findall(r"tracker-worker@(\w+)", (DEPLOY / "systemd" / "tracker-worker@.service").read_text())
        assert sorted(enabled) == sorted(QUEUES)


@PLACES
def test_web_timetable_migration_and_watchdog_are_there(place: str) -> None:
    text = "\n".join(" ".join(command) for command in commands(place))
    wanted = ["python:config.gunicorn config.wsgi", "-A config beat", "check_scan"]
    wanted += ["manage.py backup --out"] + ([] if place == "systemd" else ["manage.py migrate"])
    assert [each for each in wanted if each not in text] == []


@PLACES
def test_every_command_of_ours_exists(place: str) -> None:
    named = set(re.findall(r"manage\.py (\w+)", "\n".join(" ".join(command) for command in commands(place))))
    assert named
    assert named <= set(get_commands())


def test_every_variable_is_one_that_is_read() -> None:
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (PROJECT / "docs" / "operations.md").read_text()))
    example = {
        line.partition("=")[0]
        for line in (DEPLOY / "environment.example").read_text().splitlines()
        if line and not line.startswith("#")
    }
    composed = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})}
    assert example - told == THEIRS
    asked = set(re.findall(r"\$\{(\w+):\?\}", (DEPLOY / "compose.yaml").read_text()))
    assert asked - example == set()
    assert composed - told - THEIRS == set()


def test_what_needs_more_rights_gets_them_and_nothing_else_does() -> None:
    with_owner = [
        name for name, one in COMPOSE["services"].items() if "DATABASE_OWNER_URL" in one.get("environment", {})
    ]
    assert with_owner == ["migrate", "backup"]
    secrets = {
        pod["containers"][0]["name"]: [each["secretRef"]["name"] for each in pod["containers"][0]["envFrom"]]
        for pod in pods()
    }
    assert {name for name, given in secrets.items() if "tracker-owner" in given} == {"migrate", "backup"}
    assert all(pod["securityContext"]["runAsNonRoot"] for pod in pods())


def test_the_site_is_restarted_when_dead_and_spared_when_only_the_database_is() -> None:
    (web,) = [pod["containers"][0] for pod in pods() if pod["containers"][0]["name"] == "web"]
    assert web["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert web["readinessProbe"]["httpGet"]["path"] == "/healthz"
    assert {each["kind"] for each in KUBERNETES} >= {"Deployment", "Job", "CronJob", "PodDisruptionBudget", "Service"}


def test_every_timer_starts_a_unit_that_is_there() -> None:
    timers = [path for path in UNITS if path.suffix == ".timer"]
    assert timers
    assert [path.name for path in timers if not path.with_suffix(".service").exists()] == []


def test_the_image_holds_what_the_processes_need() -> None:
    copied = set(re.findall(r"^COPY (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE))
    assert {"config", "tracker", "seeds", "locale", "manage.py", "requirements.lock"} <= copied
    assert [each for each in copied if not (PROJECT / each).exists()] == []
    kept = {line.removeprefix("!") for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()}
    assert copied <= kept
