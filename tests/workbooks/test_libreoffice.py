"""Officers without Excel: LibreOffice opens and re-saves every file we hand out, and what it saved imports the same."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.offices import resave
from tests.workbooks.builders import names
from tests.workbooks.rows import check, good
from tracker.workbooks.annotate import annotate
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS, ROW_ID, Column, Kind, Type
from tracker.workbooks.outgoing import UNTITLED
from tracker.workbooks.streaming import stream_export
from tracker.workbooks.writing import write_export, write_template

pytestmark = pytest.mark.office
TEXTS = ["=1+1", "'=1", "0012", "1e5", "2010-9", "甲  乙\n丙", "<b>&amp;", "@x", "１２"]
AMOUNTS = [Decimal("0.0001"), Decimal("99999998.9999"), Decimal("12.25"), Decimal(0), Decimal("1234567.8")]
DAYS = [date(1949, 10, 1), date(1999, 12, 31), date(2010, 9, 15), date(2100, 2, 28)]
OURS = ["template", "export", "streamed"]


@dataclass
class Resaved:
    """What each file came to before it was opened, and where it is now."""

    before: dict[str, Checked]
    folder: Path

    def after(self, name: str, form: str) -> Checked:
        """What the file comes to now."""
        return check(self.folder / form / f"{name}.{form}", name.partition("-")[2])


def hard(column: Column, at: int) -> Any:
    """The values that change most easily on the way."""
    if column.type is Type.TEXT:
        return f"窑{at}" if column.proper_name else TEXTS[at % len(TEXTS)]
    if column.type is Type.AMOUNT:
        return AMOUNTS[at % len(AMOUNTS)]
    if column.type is Type.INTEGER:
        return min(at * 7 + 1, int(column.maximum or 999))
    return DAYS[at % len(DAYS)] if column.type is Type.DATE else None


def hard_rows(kind: Kind) -> list[dict[str, Any]]:
    """Rows that lack nothing and hold something hard in every column, no two with one key."""
    rows: list[dict[str, Any]] = []
    for at in range(len(TEXTS)):
        row = good(kind.code, row_id=f"{at:08}")
        for column in kind.columns:
            told = hard(column, at)
            if told is not None:
                row[column.name] = told
            if column.unit_column and row[column.unit_column] is None:
                row[column.unit_column] = {"equipment_unit": "台", "unit": "万吨"}[column.unit_column]
        if all(other[name] != row[name] for other in rows for name in _told_apart_by(kind)):
            rows.append(row)
    return rows


def _told_apart_by(kind: Kind) -> list[str]:
    """The column of a key that holds one choice only here: such a kind has one row."""
    keys = [key[0] for key in kind.keys if len(key) == 1]
    return [name for name in keys if kind.column(name).type is Type.CHOICE]


def spoiled(path: Path, kind: Kind) -> Path:
    """An officer's file with a fault in every row, annotated."""
    needed = [column.name for column in kind.columns if column.required and column.type is not Type.CHOICE][-1]
    rows = [row | {needed: None} for row in hard_rows(kind)]
    plain = path.with_name(f"plain-{kind.code}.xlsx")
    write_export(kind, rows, names(), plain)
    assert annotate(plain, check(plain, kind.code).faults, path)
    return path


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Resaved:
    """Every file of every kind, re-saved as .xlsx and as .ods by one process each."""
    folder = tmp_path_factory.mktemp("office")
    files: list[Path] = []
    for kind in KINDS.values():
        rows, paths = hard_rows(kind), {name: folder / f"{name}-{kind.code}.xlsx" for name in [*OURS, "annotated"]}
        write_template(kind, rows, names(), paths["template"], plan="ZJ-2010")
        write_export(kind, rows, names(), paths["export"])
        stream_export(kind, rows, names(), paths["streamed"], UNTITLED)
        spoiled(paths["annotated"], kind)
        files += paths.values()
    before = {path.stem: check(path, path.stem.partition("-")[2]) for path in files}
    for form in ("xlsx", "ods"):
        resave(files, form, folder / form)
    return Resaved(before, folder)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("kind", list(KINDS))
def test_what_libreoffice_saved_imports_the_same(resaved: Resaved, kind: str, name: str, form: str) -> None:
    before, after = resaved.before[f"{name}-{kind}"], resaved.after(f"{name}-{kind}", form)
    assert before.errors == []
    assert [error.as_dict() for error in after.errors] == []
    assert [row.values for row in after.rows] == [row.values for row in before.rows]
    assert [row.values[ROW_ID] for row in after.rows] == [f"{at:08}" for at in range(len(before.rows))]
    assert (after.template_of, after.interpreted, after.warnings) == (before.template_of, [], [])


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_what_was_annotated_says_the_same_after_libreoffice(resaved: Resaved, kind: str, form: str) -> None:
    before, after = resaved.before[f"annotated-{kind}"], resaved.after(f"annotated-{kind}", form)
    assert before.error_count > 0
    assert [(fault.cell, fault.code, fault.found) for fault in after.faults] == [
        (fault.cell, fault.code, fault.found) for fault in before.faults
    ]
