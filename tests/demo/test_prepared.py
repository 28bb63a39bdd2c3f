"""A second start of the demo prepares nothing again, unless code or seeds changed or the database is another one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from tracker.management.demo import prepared

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of two files."""
    for name in ("tracker/quotas/models.py", "seeds/regions.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("一", encoding="utf-8")
    return tmp_path


@pytest.fixture
def unmarked() -> Iterator[None]:
    """The test's database without a mark, before and after."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA public IS NULL")
        yield
        cursor.execute("COMMENT ON SCHEMA public IS NULL")


def test_a_database_that_was_prepared_is_left_alone(unmarked: None) -> None:
    assert [step.text.split()[0] for step in prepared.prepare()] == ["tables,", "the", "a"]
    prepared.prepare()[-1].do()
    assert prepared.prepare() == []


def test_other_code_or_other_seeds_are_prepared_for(house: Path) -> None:
    marks = [prepared.fingerprint(house)]
    for name in ("tracker/quotas/models.py", "seeds/regions.csv"):
        (house / name).write_text("二", encoding="utf-8")
        marks.append(prepared.fingerprint(house))
    (house / "seeds" / "new.csv").touch()
    (house / "README.md").write_text("不相干", encoding="utf-8")
    marks.append(prepared.fingerprint(house))
    (house / "README.md").unlink()
    assert len(set(marks)) == len(marks) == 4
    assert prepared.fingerprint(house) == marks[-1]
