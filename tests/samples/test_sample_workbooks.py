"""The sample workbooks are what `make_fixtures` makes, the good ones are read whole, each bad one fails for its one fault."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest
from django.conf import settings
from django.core.management import call_command

from fixtures.factories import OfficerFactory
from tracker.management.samples.contents import invented
from tracker.management.samples.faults import Bad, bad_files
from tracker.management.samples.files import sample_files
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.values.errors import BadWorkbook
from tracker.workbooks.checked import Checked
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.validate import check_workbook

FIXTURES = Path(settings.BASE_DIR, "fixtures")
BAD = bad_files()


def check(name: str, kind: str, role: Role = Role.PROVINCIAL) -> Checked:
    """Read a sample as an officer's upload under ZJ-2010."""
    lookups = lookups_of(OfficerFactory(role=role), Plan.objects.get(code="ZJ-2010"))
    return check_workbook(FIXTURES / name, KINDS[kind], lookups)


def parts(content: bytes) -> dict[str, bytes] | bytes:
    """A workbook's parts unpacked, so that only what they say counts and not how they were packed."""
    try:
        with ZipFile(BytesIO(content)) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    except BadZipFile:
        return content


def test_the_kept_samples_are_those_the_command_makes() -> None:
    made = sample_files()
    kept = {str(path.relative_to(FIXTURES)): path.read_bytes() for path in FIXTURES.rglob("*.xlsx")}
    assert set(kept) == set(made)
    assert [name for name in made if parts(kept[name]) != parts(made[name])] == []


def test_making_them_twice_writes_nothing_the_second_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_fixtures", "--folder", str(tmp_path))
    capsys.readouterr()
    call_command("make_fixtures", "--folder", str(tmp_path))
    assert {line.split()[-1] for line in capsys.readouterr().out.splitlines()} == {"unchanged"}


@pytest.mark.django_db
def test_the_quota_sample_is_read_whole() -> None:
    checked = check("quotas_sample.xlsx", "quotas")
    assert checked.errors == []
    assert checked.read == 60
    assert [warning.code for warning in checked.warnings] == []
    cities = {row.values["city"] for row in checked.rows}
    assert len(cities) == 11


@pytest.mark.django_db
def test_the_sample_of_one_city_is_for_that_citys_officer() -> None:
    checked = check("quotas_hangzhou.xlsx", "quotas", Role.MUNICIPAL)
    assert checked.errors == []
    assert {row.values["city"] for row in checked.rows} == {"330100"}


@pytest.mark.django_db
def test_a_city_officer_is_told_which_rows_of_the_whole_sample_are_not_theirs() -> None:
    assert {error.code for error in check("quotas_sample.xlsx", "quotas", Role.MUNICIPAL).errors} == {"OUT_OF_SCOPE"}


@pytest.mark.django_db
def test_the_target_sample_is_read_whole_and_literally_where_it_matters() -> None:
    checked = check("targets_sample.xlsx", "targets")
    assert checked.errors == []
    assert [warning.code for warning in checked.warnings] == []
    read = {(row.values["enterprise"], row.values["equipment"], row.values["amount"]) for row in checked.rows}
    assert read == {(one.name, one.facility, one.amount) for one in invented()}


def test_every_invented_enterprise_says_that_it_is_a_sample() -> None:
    assert [one.name for one in invented() if "示例" not in one.name] == []


@pytest.mark.django_db
@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_a_bad_sample_has_its_one_fault_and_no_other(bad: Bad) -> None:
    try:
        errors = check(f"bad/{bad.name}", bad.kind).errors
    except BadWorkbook as refused:
        errors = refused.errors
    assert [(error.code, error.cell) for error in errors] == [(bad.code, bad.cell)]
