"""Backup, then restore into another database: rows, files and walls are as before; damage is noticed before anything is touched."""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django.fixtures import Settings

from fixtures.factories import TargetFactory
from tests.database import Database, empty, pointed_at
from tracker.audit.acting import acting, system
from tracker.management.backups.database import login
from tracker.targets.models import Target

SUM = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
TABLES = ("tracker_target", "tracker_targetevent", "tracker_enterprise", "tracker_region", "tracker_officer")


def said(command: str, *arguments: str, **options: Any) -> Any:
    """What a command prints as JSON."""
    out = StringIO()
    call_command(command, *arguments, "--json", stdout=out, **options)
    return json.loads(out.getvalue())


def sums() -> list[Any]:
    """A fingerprint of what matters, seen past the walls."""
    with psycopg.connect(**login(whole=True)) as reader:  # type: ignore[arg-type]
        return [reader.execute(SUM.format(table)).fetchone() for table in TABLES]


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    """Two files, one of them in a folder."""
    folder = tmp_path / "media"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "照片.jpg").write_bytes(b"\xff\xd8" + bytes(range(256)) * 5000)
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7")
    settings.MEDIA_ROOT = str(folder)
    return folder


@pytest.fixture
def taken(committed_db: Database, media: Path, tmp_path: Path) -> Path:
    """A backup of a province with targets."""
    with acting(system("test")):
        TargetFactory.create_batch(3)
    connection.close()
    return Path(said("backup", out=tmp_path / "backups")["folder"])


def test_what_was_backed_up_comes_back_into_an_empty_database(
    taken: Path, media: Path, template_database: str, settings: Settings, tmp_path: Path
) -> None:
    before, kept = sums(), files(media)
    assert before[0][0] == 3
    settings.MEDIA_ROOT = str(tmp_path / "elsewhere")
    with empty(template_database, "drill") as other, pointed_at(other.name):
        answer = said("restore", str(taken))
        assert answer["files_before"] is None
        assert sums() == before
        assert files(Path(settings.MEDIA_ROOT)) == kept
        assert Target.objects.count() == 0  # the walls stand: no scope, no row
        with acting(system("test")):
            assert Target.objects.count() == 3
            TargetFactory()  # and the site can go on: sequences, grants, triggers


def test_a_database_in_use_is_only_replaced_when_that_is_meant(taken: Path, media: Path) -> None:
    before = sums()
    with acting(system("test")):
        TargetFactory()
    (media / "later.txt").write_text("later")
    connection.close()
    with pytest.raises(CommandError, match="not empty, nothing was touched"):
        call_command("restore", str(taken))
    assert sums() != before
    answer = said("restore", str(taken), overwrite=True)
    assert sums() == before
    assert not (media / "later.txt").exists()
    assert (Path(answer["files_before"]) / "later.txt").read_text() == "later"


def flip(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda folder: flip(folder / "database.dump"), "changed: database.dump"),
        (lambda folder: flip(folder / "media/evidence/照片.jpg"), "changed: media/evidence"),
        (lambda folder: (folder / "media/scan.pdf").unlink(), "missing: media/scan.pdf"),
        (lambda folder: (folder / "media/more.pdf").write_text("x"), "not in the manifest: media/more.pdf"),
        (lambda folder: (folder / "manifest.json").unlink(), "no whole backup"),
    ],
)
def test_a_damaged_backup_is_refused_by_name_and_nothing_is_touched(
    tmp_path: Path, damage: Any, named: str, media: Path, taken_once: Path, committed_db: Database
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(taken_once, folder)
    damage(folder)
    before = sums()
    with pytest.raises(CommandError, match=named):
        call_command("restore", str(folder), overwrite=True)
    assert sums() == before


@pytest.fixture
def taken_once(committed_db: Database, media: Path, tmp_path: Path) -> Path:
    """A backup of what every test begins with."""
    return Path(said("backup", out=tmp_path / "backups")["folder"])
