"""Exports and templates: what is written reads back as the same rows, looks right, and can do no harm."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbooks.builders import names
from tracker.registry.credit_codes import CREDIT_ALPHABET, credit_check_character
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS, ROW_ID, ROW_ID_HEADER, Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import HEADER_ROW, UNTITLED, Heading
from tracker.workbooks.plaintext import control_in, invisible_in, proper_name, tidy
from tracker.workbooks.streaming import stream_export
from tracker.workbooks.templates import HELP_SHEET, LISTS_SHEET
from tracker.workbooks.validate import check_workbook
from tracker.workbooks.writing import SMALL, write_export, write_template

TEXTS = st.text(max_size=30).map(tidy).filter(lambda text: text and not control_in(text) and not invisible_in(text))
DANGEROUS = st.sampled_from(
    ["=1+1", "+SUM(A1)", "-2+3", "@x", "＝cmd", "'=1", '=HYPERLINK("http://x")', "<b>", "合同\n二", "#x"]
)
CODES = st.text(CREDIT_ALPHABET, min_size=17, max_size=17).map(lambda body: body + credit_check_character(body))


def good(kind: str, **changes: Any) -> dict[str, Any]:
    """A row of values that lacks nothing."""
    values: dict[str, Any] = {column.name: None for column in KINDS[kind].columns} | {
        "city": "330100", "county": "330183", "enterprise": "富阳第一水泥有限公司", "industry": "cement", "content": "机立窑",
        "equipment": "机立窑", "amount": Decimal("12.25"), "unit": "万吨", "deadline": date(2010, 9, 15), "stage": "stopped",
        "completed_on": date(2010, 8, 31),
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if name in (*KINDS[kind].by_name(), ROW_ID)}


def values_of(column: Column) -> st.SearchStrategy[Any]:
    """Any value a column can hold."""
    by_type: dict[Type, st.SearchStrategy[Any]] = {
        Type.AMOUNT: st.decimals(min_value=0, max_value=99_999_999, places=4, allow_nan=False),
        Type.INTEGER: st.integers(0, 999_999),
        Type.DATE: st.dates(date(1949, 10, 1), date(2100, 12, 31)),
        Type.CREDIT_CODE: CODES,
        Type.TEXT: (TEXTS | DANGEROUS.map(tidy))
        .map(lambda text: proper_name(text) if column.proper_name else text)
        .filter(bool),
    }
    if column.type is not Type.CHOICE:
        made = by_type[column.type]
        return made if column.required else st.none() | made
    fixed = {"city": "330100", "county": "330183", "unit": "万吨", "equipment_unit": "台", "industry": "cement"}
    return (
        st.just(fixed[column.name])
        if column.name in fixed
        else st.just(None)
        if not column.required
        else st.just("stopped")
    )


def rows_of(kind: Kind) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a kind, no two with one key."""
    row = st.fixed_dictionaries(
        {column.name: values_of(column) for column in kind.columns} | {ROW_ID: st.uuids().map(str)}
    )

    def settled(values: dict[str, Any]) -> dict[str, Any]:
        for column in kind.columns:
            if column.unit_column and not column.required and values[column.name] is None:
                values[column.unit_column] = None
        return values

    unique = [lambda values, key=key: tuple(values[name] for name in key) for key in kind.keys]
    return st.lists(row.map(settled), min_size=1, max_size=4, unique_by=tuple(unique))


def check(path: Path, kind: str) -> Checked:
    return check_workbook(path, KINDS[kind], names())


def streamed(kind: Kind, rows: list[dict[str, Any]], lookups: Lookups, out: Path, heading: Heading = UNTITLED) -> int:
    """An export as a large one is written, whatever its size."""
    return stream_export(kind, rows, lookups, out, heading)


@pytest.mark.parametrize("write", [write_export, write_template, streamed])
@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_reads_back_as_the_same_rows(
    tmp_path: Path, kind: str, write: Any, data: st.DataObject
) -> None:
    rows = data.draw(rows_of(KINDS[kind]))
    assert write(KINDS[kind], rows, names(), tmp_path / "a.xlsx") == len(rows)
    checked = check(tmp_path / "a.xlsx", kind)
    assert (checked.errors, checked.warnings, checked.interpreted) == ([], [], [])
    assert [row.values for row in checked.rows] == rows


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_untouched_template_is_only_empty(tmp_path: Path, kind: str) -> None:
    write_template(KINDS[kind], [], names(), tmp_path / "a.xlsx", plan="ZJ-2010")
    assert [error.code for error in check(tmp_path / "a.xlsx", kind).errors] == ["NO_ROWS"]


def test_row_identity_survives_sorting(tmp_path: Path) -> None:
    rows = [good("quotas", content=name, row_id=f"id-{name}") for name in ("甲", "乙", "丙")]
    write_template(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet: Any = book.worksheets[0]
    last = HEADER_ROW + 3
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=last)]
    for number, line in enumerate(reversed(lines), HEADER_ROW + 1):
        for at, value in enumerate(line, 1):
            sheet.cell(number, at).value = value
    book.save(tmp_path / "a.xlsx")
    read = check(tmp_path / "a.xlsx", "quotas").rows
    assert [(row.values["content"], row.values[ROW_ID]) for row in read] == [
        ("丙", "id-丙"),
        ("乙", "id-乙"),
        ("甲", "id-甲"),
    ]


@pytest.mark.parametrize("write", [write_export, streamed])
def test_no_text_becomes_a_formula(tmp_path: Path, write: Any) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "=cmd|' /c calc'!A0"]
    rows = [good("quotas", content=f"窑{at}", remark=text) for at, text in enumerate(texts)]
    write(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx", Heading(title="=1+1", note="@x"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [
        cell.coordinate for sheet in book.worksheets for line in sheet.rows for cell in line if cell.data_type == "f"
    ] == []
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    remarks = [book.worksheets[0].cell(row, 10).value for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + len(texts))]
    assert all(str(text).startswith("'") for text in remarks)


@pytest.mark.parametrize("write", [write_export, streamed])
def test_an_export_is_ready_to_print(tmp_path: Path, write: Any) -> None:
    rows = [good("quotas", row_id="1"), good("quotas", content="窑", amount=Decimal("7.75"))]
    write(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx", Heading("2010 年目标任务", "截至 2010-09-15"))
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value, sheet.title) == (
        "2010 年目标任务",
        "截至 2010-09-15",
        "2010 年目标任务",
    )
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.page_setup.fitToWidth or 1) == (
        f"${HEADER_ROW}:${HEADER_ROW}",
        "A4",
        1,
    )
    assert [sheet.cell(4, column).number_format for column in (3, 4, 8)] == ["@", "#,##0.####", "yyyy-mm-dd"]
    assert [sheet.cell(6, column).value for column in (1, 4)] == ["合计", 20]
    assert sheet.cell(HEADER_ROW, 11).value == ROW_ID_HEADER
    assert sheet.column_dimensions["K"].hidden


@pytest.mark.parametrize("write", [write_export, streamed])
def test_amounts_in_different_units_are_not_added_up(tmp_path: Path, write: Any) -> None:
    rows = [good("quotas"), good("quotas", industry="leather", unit="万标张")]
    write(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].cell(6, 4).value is None


def test_a_large_export_reads_back_whole(tmp_path: Path) -> None:
    rows = (good("quotas", content=f"窑{at}", row_id=str(at)) for at in range(SMALL + 500))
    assert write_export(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx") == SMALL + 500
    checked = check(tmp_path / "a.xlsx", "quotas")
    assert (checked.errors, checked.warnings, checked.skipped) == ([], [], 1)
    assert [row.values[ROW_ID] for row in checked.rows] == [str(at) for at in range(SMALL + 500)]


def test_a_template_checks_cells_while_they_are_filled(tmp_path: Path) -> None:
    write_template(KINDS["targets"], [], names(), tmp_path / "a.xlsx", plan="ZJ-2010")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet: Any = book.worksheets[0]
    checks = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
    assert {cell: each.type for cell, each in checks.items() if each.type != "textLength"} == {
        "A4": "list", "B4": "list", "E4": "list", "H4": "list", "J4": "list", "G4": "whole", "I4": "decimal", "K4": "date",
    }  # fmt: skip
    lists: Any = book[LISTS_SHEET]
    assert lists.sheet_state == "hidden"
    assert checks["A4"].formula1 == f"'{LISTS_SHEET}'!$A$2:$A$4"
    assert [lists.cell(row, 1).value for row in range(1, 5)] == ["设区市", "杭州市", "宁波市", "温州市"]


def test_a_template_locks_its_header_and_nothing_else(tmp_path: Path) -> None:
    write_template(KINDS["quotas"], [good("quotas")], names(), tmp_path / "a.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.protection.sheet
    assert sheet.cell(HEADER_ROW, 1).protection.locked
    assert not any(sheet.cell(HEADER_ROW + 1, column).protection.locked for column in range(1, 11))
    assert not any(sheet.column_dimensions[letter].protection.locked for letter in "AKL")
    assert (sheet.column_dimensions["H"].number_format, sheet.column_dimensions["L"].max) == ("yyyy-mm-dd", 16_384)
    assert (sheet.protection.sort, sheet.protection.insertRows, sheet.protection.deleteRows) == (False, False, False)


def test_a_template_explains_itself(tmp_path: Path) -> None:
    write_template(KINDS["quotas"], [], names(), tmp_path / "a.xlsx", plan="ZJ-2010")
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx")[HELP_SHEET]
    texts = [cell.value for line in sheet.rows for cell in line if cell.value]
    assert {"设区市", "必填", "可不填", "示例行", "直径3米及以下水泥粉磨机", "quotas v1 ZJ-2010"} <= set(texts)
