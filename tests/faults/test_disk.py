"""Disk full: a file is refused with a reason, nothing of it stays, and once there is room everything goes on."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from config.storing import WholeFiles
from fixtures.factories import OfficerFactory, PlanFactory
from tests.database import Database
from tracker.audit.acting import acting, system
from tracker.jobs.models import Job
from tracker.officers.roles import Role
from tracker.values.errors import NoRoom
from tracker.workbooks.models import Upload

ROOM, LARGE = 512 * 1024, bytes(1024 * 1024)


@contextmanager
def little_room() -> Iterator[None]:
    """No file of this process may grow beyond half a mebibyte: the kernel itself breaks off the writing."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def files(folder: Path) -> list[int]:
    return [each.stat().st_size for each in folder.rglob("*") if each.is_file()]


def send(client: Client, plan: str) -> int:
    sent = {"kind": "quotas", "plan": plan, "file": SimpleUploadedFile("目标任务.xlsx", LARGE)}
    return client.post("/uploads/new/", sent).status_code


def test_an_upload_without_room_is_refused_whole_and_accepted_later(committed_db: Database, media: Path) -> None:
    assert isinstance(storages["default"], WholeFiles)
    with acting(system("test")):
        plan, officer = PlanFactory(), OfficerFactory(role=Role.PROVINCIAL)
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    with little_room():
        assert send(client, str(plan.pk)) == 507
    assert files(media) == []
    with acting(system("test")):
        assert (Upload.objects.count(), Job.objects.count()) == (0, 0)
    assert send(client, str(plan.pk)) == 302
    assert files(media) == [len(LARGE)]
    with acting(system("test")):
        assert (Upload.objects.count(), Job.objects.count()) == (1, 1)


def test_a_file_that_was_there_survives_another_of_its_name_without_room(media: Path) -> None:
    store = WholeFiles(location=str(media))
    assert store.save("a.txt", ContentFile(b"first")) == "a.txt"
    with little_room(), pytest.raises(NoRoom):
        store.save("a.txt", ContentFile(LARGE))
    assert (media / "a.txt").read_bytes() == b"first"
    second = store.save("a.txt", ContentFile(b"second"))
    assert second != "a.txt"
    assert sorted(each.read_bytes() for each in media.iterdir()) == [b"first", b"second"]
