"""Clients of the API: each asks with the token of an officer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from fixtures import reference
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.tokens import issue_token


@dataclass
class Asker:
    """An officer's program at the API."""

    officer: Officer
    token: str

    def __call__(self, path: str, **parameters: Any) -> Any:
        """GET an address below /api/v1/."""
        return self.get(path, parameters)

    def get(self, path: str, parameters: dict[str, Any] | None = None, **headers: str) -> Any:
        """GET with more headers."""
        given = {
            "Authorization": f"Token {self.token}",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        return Client(raise_request_exception=False).get(f"/api/v1/{path}", parameters or {}, headers=given)

    def rows(self, path: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a list that must answer."""
        answer = self(path, **parameters)
        assert answer.status_code == 200, answer.content.decode()
        rows: list[dict[str, Any]] = answer.json()["results"]
        return rows


@pytest.fixture
def ask_as(db: None) -> Callable[..., Asker]:
    """Makes an officer of a role (and region) and gives the officer's program."""

    def make(role: Role, region: str | None = None) -> Asker:
        officer = OfficerFactory(role=role, **({"region": reference.region(region)} if region else {}))
        with acting(system("test")):
            return Asker(officer, issue_token(officer=officer, scope="read", now=datetime.now(UTC)))

    return make


@pytest.fixture
def auditor(ask_as: Callable[..., Asker]) -> Asker:
    """An auditor's program."""
    return ask_as(Role.AUDITOR)
