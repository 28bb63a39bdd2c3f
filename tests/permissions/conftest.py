"""The world in which permissions are tried."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from fixtures import reference
from fixtures.factories import OfficerFactory
from tests.permissions.addresses import Address
from tests.permissions.expected import LETTERS
from tests.permissions.subjects import Subjects
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role


@dataclass
class World:
    """An officer of each role, one of another city, and one object of each kind."""

    officers: dict[Role, Officer]
    foreigner: Officer
    subjects: Subjects
    media: Path

    def path(self, address: Address) -> str:
        """The address of the marked object."""
        return address.path(self.subjects.values(address))


@pytest.fixture(scope="module")
def standing_world(shared_transaction: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Everything there is to be allowed or refused: it takes longer to make than to walk, and no test keeps a change."""
    media = tmp_path_factory.mktemp("media")
    with shared_transaction.unblock(), acting(system("test")):
        officers: dict[Role, Officer] = {role: OfficerFactory(role=role) for role in LETTERS.values()}
        foreigner = OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.NINGBO))
        return World(officers, foreigner, Subjects(media, officers[Role.COUNTY]), media)


@pytest.fixture
def world(standing_world: World, db: None, settings: Settings) -> World:
    """The world, for the length of a test."""
    settings.MEDIA_ROOT = str(standing_world.media)
    return standing_world


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
