"""`load_seeds`: what it loads, that it is idempotent, what it refuses and how, and what it never touches."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.seeds.reading import KEYS, SEEDS, rows_of
from tracker.catalogue.models import CatalogueEdition
from tracker.management.seeding.run import FILES
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Industry, Organisation, Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the seed files that a test may spoil."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def load(folder: Path = SEEDS) -> dict[str, Any]:
    """Run the command; its JSON."""
    out = StringIO()
    call_command("load_seeds", "--json", "--folder", str(folder), stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def refused(folder: Path) -> list[dict[str, Any]]:
    """Run the command, which must refuse the files with exit code 1; the faults it names."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_seeds", "--json", "--folder", str(folder), stdout=out)
    assert ended.value.code == 1
    answer = json.loads(out.getvalue())
    assert answer["status"] == "refused"
    errors: list[dict[str, Any]] = answer["errors"]
    return errors


def spoil(folder: Path, name: str, change: Callable[[list[str]], None]) -> None:
    """Change the lines of one seed file."""
    path = folder / f"{name}.csv"
    lines = path.read_text("utf-8").splitlines()
    change(lines)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def replace(line: int, old: str, new: str) -> Callable[[list[str]], None]:
    """A change of one word in one line (counted from 1)."""

    def change(lines: list[str]) -> None:
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)

    return change


def test_every_seed_file_is_declared_with_the_key_that_names_its_rows() -> None:
    assert {file.name for file in FILES} == set(KEYS)
    assert {
        file.name: set(KEYS[file.name]) - set(file.key) for file in FILES if set(KEYS[file.name]) - set(file.key)
    } == {}


def test_tables_hold_what_the_files_say() -> None:
    load()
    assert Region.objects.count() == len(rows_of("regions"))
    assert Region.objects.get(code="330183").successor_id == "330111"
    assert Organisation.objects.filter(is_member=True).count() == 19
    assert Industry.objects.get(code="cement").lead_department_id is not None
    edition = CatalogueEdition.objects.get(code="ZJ-2010")
    assert edition.supersedes is not None
    assert edition.supersedes.code == "ZJ-PRE2010"
    assert edition.entries.count() == len([row for row in rows_of("catalogue_entries") if row["edition"] == "ZJ-2010"])
    assert edition.citation == "加快淘汰落后产能 促进工业转型升级 三（三）"


def test_the_plan_of_2010_is_issued_and_its_cities_hang_under_the_province() -> None:
    load()
    plan = Plan.objects.get(code="ZJ-2010")
    assert (plan.state, plan.deadline.isoformat()) == ("issued", "2010-09-15")
    assert plan.edition is not None
    assert plan.edition.code == "ZJ-2010"
    assert plan.quotas.count() == len(rows_of("quotas_2010"))
    for quota in plan.quotas.exclude(region="330000"):
        assert quota.parent is not None
        assert (quota.parent.region_id, quota.parent.content) == ("330000", quota.content)


def test_loading_twice_changes_nothing() -> None:
    load()
    again = load()["files"]
    assert [file["file"] for file in again if file["created"] or file["updated"]] == []


def test_a_changed_row_is_the_only_one_written(folder: Path) -> None:
    load()
    spoil(folder, "industries", replace(2, "炼钢", "炼钢（含电炉）"))
    counts = {file["file"]: (file["created"], file["updated"]) for file in load(folder)["files"]}
    assert counts.pop("industries.csv") == (0, 1)
    assert set(counts.values()) == {(0, 0)}
    assert Industry.objects.get(code="steelmaking").name == "炼钢（含电炉）"


@pytest.mark.parametrize(
    ("name", "line", "old", "new", "field"),
    [
        ("regions", 3, "330100", "33010", "code"),
        ("regions", 4, "330000", "999999", "parent"),
        ("regions", 3, "2000-01-01", "2000-13-01", "valid_from"),
        ("organisations", 3, "government", "cabinet", "kind"),
        ("industries", 2, "万吨", "公斤", "unit"),
        ("catalogue_entries", 2, "eliminate", "abolish", "tier"),
        ("quotas_2010", 3, "12", "-12", "amount"),
        ("quotas_2010", 3, "330100", "330199", "region"),
        ("money", 2, "9000,", "9000元,", "amount"),
        ("measures", 2, "util-power", "util-nobody", "duty_department"),
        ("results_to_2009", 2, "浙经信2010-07-22", "浙经信", "document"),
        ("catalogue_criteria", 2, ",no,", ",maybe,", "negated"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_field(
    folder: Path, name: str, line: int, old: str, new: str, field: str
) -> None:
    spoil(folder, name, replace(line, old, new))
    assert (f"{name}.csv", line, field) in [(fault["file"], fault["line"], fault["field"]) for fault in refused(folder)]


def test_a_rule_of_the_model_refuses_a_row(folder: Path) -> None:
    spoil(folder, "industries", replace(2, "Steelmaking", "Steelmaking" * 10))
    (fault,) = refused(folder)
    assert (fault["file"], fault["line"], fault["field"]) == ("industries.csv", 2, "name_en")
    assert "60" in fault["expected"]


def test_a_constraint_of_the_database_refuses_a_row(folder: Path) -> None:
    spoil(folder, "quotas_2010", replace(3, ",2,座,", ",2,,"))
    (fault,) = refused(folder)
    assert (fault["file"], fault["line"]) == ("quotas_2010.csv", 3)
    assert "quota_equipment_has_unit" in fault["expected"]


def test_a_repeated_row_is_named_with_the_line_it_repeats(folder: Path) -> None:
    spoil(folder, "industry_aliases", lambda lines: lines.append(lines[1]))
    (fault,) = refused(folder)
    assert (fault["field"], fault["expected"]) == ("alias", "no repetition of line 2")


def test_a_missing_column_a_missing_file_and_wrong_bytes_are_named(folder: Path) -> None:
    spoil(folder, "campaigns", replace(1, "code,", "kode,"))
    (folder / "money.csv").unlink()
    (folder / "milestones.csv").write_bytes("代码,名称\n".encode("gb18030"))
    assert {fault["file"] for fault in refused(folder)} == {"campaigns.csv", "money.csv", "milestones.csv"}


def test_nothing_is_written_when_any_row_is_bad(folder: Path) -> None:
    load()
    spoil(folder, "industries", replace(2, "炼钢", "炼钢（含电炉）"))
    spoil(folder, "quotas_2010", replace(3, ",2,座,", ",2,,"))
    refused(folder)
    assert Industry.objects.get(code="steelmaking").name == "炼钢"


def test_quotas_that_officers_changed_stay_changed() -> None:
    load()
    quota = Quota.objects.filter(plan__code="ZJ-2010", region="330100").earliest("pk")
    Quota.objects.filter(pk=quota.pk).update(amount=Decimal(777))
    Quota.objects.filter(plan__code="ZJ-2010", region="330200").delete()
    Plan.objects.filter(code="ZJ-2010").update(state=Plan.State.CLOSED)
    load()
    assert Quota.objects.get(pk=quota.pk).amount == Decimal(777)
    assert not Quota.objects.filter(plan__code="ZJ-2010", region="330200").exists()
    assert Plan.objects.get(code="ZJ-2010").state == Plan.State.CLOSED


def test_the_history_says_that_the_loader_wrote() -> None:
    load()
    context = Plan.objects.get(code="ZJ-2010").events.earliest("pgh_id").pgh_context  # type: ignore[attr-defined]
    assert context["name"] == "load_seeds"
