"""Files by program: evidence and the case file, for a reading token, within the walls the pages have."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import LazySettings

from fixtures import reference
from fixtures.factories import EvidenceFactory
from tests.api.conftest import Asker
from tracker.officers.roles import Role
from tracker.targets.evidence import Evidence

pytestmark = pytest.mark.django_db

DATA = b"%PDF-1.4 evidence"


@pytest.fixture
def evidence(settings: LazySettings, tmp_path: Path) -> Evidence:
    """A stored file of Hangzhou's."""
    settings.MEDIA_ROOT = tmp_path
    made: Evidence = EvidenceFactory(sha256=hashlib.sha256(DATA).hexdigest(), size=len(DATA))
    (tmp_path / str(made.file)).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / str(made.file)).write_bytes(DATA)
    return made


def test_evidence_is_had_from_the_address_its_row_names(evidence: Evidence, auditor: Asker) -> None:
    (row,) = auditor.rows("evidence/")
    assert row["file_url"] == f"/api/v1/evidence/{evidence.pk}/file/"
    answer = auditor(row["file_url"].removeprefix("/api/v1/"))
    assert answer.status_code == 200
    assert answer.streaming
    assert "attachment" in answer["Content-Disposition"]
    assert row["added_at"].endswith("+08:00")
    (line,) = auditor("export/evidence.ndjson").getvalue().decode().splitlines()
    assert json.loads(line)["added_at"] == row["added_at"]
    assert row["added_at"] in auditor("export/evidence.csv").getvalue().decode()
    assert hashlib.sha256(answer.getvalue()).hexdigest() == row["sha256"]


def test_the_case_file_is_had_whole(evidence: Evidence, auditor: Asker) -> None:
    answer = auditor(f"enterprises/{evidence.target.enterprise_id}/casefile/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    packed = ZipFile(BytesIO(answer.getvalue()))
    assert DATA in [packed.read(name) for name in packed.namelist()]


def test_what_the_pages_refuse_is_refused(evidence: Evidence, ask_as: Callable[..., Asker]) -> None:
    paths = [f"evidence/{evidence.pk}/file/", f"enterprises/{evidence.target.enterprise_id}/casefile/"]
    ningbo, power = ask_as(Role.MUNICIPAL, reference.NINGBO), ask_as(Role.DEPARTMENT)
    assert [ningbo(path).status_code for path in paths] == [404, 404]
    assert [power(path).status_code for path in paths] == [403, 403]
    assert all(ningbo(path)["Content-Type"] == "application/problem+json" for path in paths)
