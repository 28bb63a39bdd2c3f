"""Templates: they check cells while these are filled, protect what must not change, and explain themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tests.workbooks.builders import names
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.outgoing import HEADER_ROW
from tracker.workbooks.ownsheets import HELP, OPTIONS
from tracker.workbooks.validate import check_workbook
from tracker.workbooks.writing import write_template

ROW: dict[str, Any] = {
    "city": "330100", "industry": "cement", "content": "机立窑", "amount": Decimal("12.25"), "unit": "万吨", "deadline": date(2010, 9, 15),
}  # fmt: skip


def test_a_template_checks_cells_while_they_are_filled(tmp_path: Path) -> None:
    write_template(KINDS["targets"], [], names(), tmp_path / "a.xlsx", plan="ZJ-2010")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet: Any = book.worksheets[0]
    checks = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
    assert {cell: each.type for cell, each in checks.items() if each.type != "textLength"} == {
        "A4": "list", "B4": "list", "E4": "list", "H4": "list", "J4": "list", "G4": "whole", "I4": "decimal", "K4": "date",
    }  # fmt: skip
    lists: Any = book[OPTIONS]
    assert lists.sheet_state == "hidden"
    assert checks["A4"].formula1 == f"'{OPTIONS}'!$A$2:$A$4"
    assert [lists.cell(row, 1).value for row in range(1, 5)] == ["设区市", "杭州市", "宁波市", "温州市"]


def test_a_template_locks_its_header_and_nothing_else(tmp_path: Path) -> None:
    write_template(KINDS["quotas"], [ROW], names(), tmp_path / "a.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert sheet.protection.sheet
    assert sheet.cell(HEADER_ROW, 1).protection.locked
    assert not any(sheet.cell(HEADER_ROW + 1, column).protection.locked for column in range(1, 11))
    assert not any(sheet.column_dimensions[letter].protection.locked for letter in "AKL")
    assert (sheet.column_dimensions["H"].number_format, sheet.column_dimensions["L"].max) == ("yyyy-mm-dd", 16_384)
    assert (sheet.protection.sort, sheet.protection.insertRows, sheet.protection.deleteRows) == (False, False, False)


def test_a_template_explains_itself(tmp_path: Path) -> None:
    write_template(KINDS["quotas"], [], names(), tmp_path / "a.xlsx", plan="ZJ-2010")
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx")[HELP]
    texts = [cell.value for line in sheet.rows for cell in line if cell.value]
    assert {"设区市", "必填", "可不填", "示例行", "直径3米及以下水泥粉磨机", "quotas v1 ZJ-2010"} <= set(texts)


def test_a_template_of_another_kind_or_an_older_make_is_refused(tmp_path: Path) -> None:
    write_template(KINDS["quotas"], [ROW], names(), tmp_path / "a.xlsx", plan="ZJ-2010")
    newer = replace(KINDS["quotas"], version=2)
    other = replace(KINDS["quotas"], code="targets")
    assert check_workbook(tmp_path / "a.xlsx", KINDS["quotas"], names()).template_of == "ZJ-2010"
    assert [error.code for error in check_workbook(tmp_path / "a.xlsx", newer, names()).errors] == ["TEMPLATE_OLD"]
    assert [error.code for error in check_workbook(tmp_path / "a.xlsx", other, names()).errors] == ["TEMPLATE_OTHER"]
