"""Exports: what is written reads back as the same rows, looks right, and can do no harm."""

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbooks.builders import names
from tests.workbooks.rows import check, good, rows_of
from tracker.workbooks.kinds import KINDS, ROW_ID, ROW_ID_HEADER, Kind
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import HEADER_ROW, UNTITLED, Heading
from tracker.workbooks.streaming import stream_export
from tracker.workbooks.writing import SMALL, write_export, write_template


def streamed(kind: Kind, rows: list[dict[str, Any]], lookups: Lookups, out: Path, heading: Heading = UNTITLED) -> int:
    """An export as a large one is written, whatever its size."""
    return stream_export(kind, rows, lookups, out, heading)


@pytest.mark.parametrize("write", [write_export, write_template, streamed])
@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    sums = [(sheet.cell(row, 1).value, sheet.cell(row, 4).value) for row in (6, 7)]
    assert sums == [("合计（万吨）", 12.25), ("合计（万标张）", 12.25)]
    checked = check(tmp_path / "a.xlsx", "quotas")
    assert (checked.errors, checked.warnings, checked.read, checked.skipped) == ([], [], 2, 2)


@pytest.mark.parametrize("write", [write_export, streamed])
def test_a_whole_amount_is_shown_without_a_lone_point(tmp_path: Path, write: Any) -> None:
    rows = [good("quotas", amount=Decimal(1150)), good("quotas", content="窑", amount=Decimal("1.5"))]
    write(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [sheet.cell(row, 4).number_format for row in (4, 5, 6)] == ["#,##0", "#,##0.####", "#,##0.####"]


def test_a_large_export_reads_back_whole(tmp_path: Path) -> None:
    rows = (good("quotas", content=f"窑{at}", row_id=str(at)) for at in range(SMALL + 500))
    assert write_export(KINDS["quotas"], rows, names(), tmp_path / "a.xlsx") == SMALL + 500
    checked = check(tmp_path / "a.xlsx", "quotas")
    assert (checked.errors, checked.warnings, checked.skipped) == ([], [], 1)
    assert [row.values[ROW_ID] for row in checked.rows] == [str(at) for at in range(SMALL + 500)]
