"""The world in which permissions are tried."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fixtures import reference
from fixtures.factories import OfficerFactory
from tests.permissions.addresses import Address
from tests.permissions.expected import LETTERS
from tests.permissions.subjects import Subjects
from tracker.officers.models import Officer
from tracker.officers.roles import Role


@dataclass
class World:
    """An officer of each role, one of another city, and one object of each kind."""

    officers: dict[Role, Officer]
    foreigner: Officer
    subjects: Subjects

    def path(self, address: Address) -> str:
        """The address of the marked object."""
        return address.path(self.subjects.values(address))


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    """Everything there is to be allowed or refused."""
    settings.MEDIA_ROOT = tmp_path
    officers: dict[Role, Officer] = {role: OfficerFactory(role=role) for role in LETTERS.values()}
    foreigner = OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.NINGBO))
    return World(officers, foreigner, Subjects(tmp_path, officers[Role.COUNTY]))


def session(officer: Officer | None) -> Client:
    """A browser, signed in or not."""
    client = Client(raise_request_exception=False)
    if officer is not None:
        client.force_login(officer)
    return client


def text_of(answer: Any) -> str:
    """Everything an answer says."""
    content: bytes = answer.getvalue() if answer.streaming else answer.content
    return content.decode(errors="replace")
