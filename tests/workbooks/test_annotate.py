"""The officer's own file back: kept as it was, faults filled and commented, a summary that links; corrected, it goes through."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.workbooks.builders import names, ods, quota_row, quotas, xls
from tracker.values.errors import CellError
from tracker.workbooks import annotate as annotating
from tracker.workbooks.annotate import annotate
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.validate import check_workbook

HEADER = KINDS["quotas"].headers
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def check(path: Path) -> Checked:
    return check_workbook(path, KINDS["quotas"], names())


def officers_file(path: Path) -> Path:
    """A file with formatting, a formula, a second sheet, a comment, and two faults."""
    book = openpyxl.load_workbook(quotas(path, quota_row(设区市="杭洲市"), quota_row(淘汰内容="窑", 任务量=-1)))
    sheet: Any = book.worksheets[0]
    sheet["A2"].fill, sheet["A2"].font = YELLOW, Font(bold=True)
    sheet["L1"] = "=SUM(D2:D3)"
    sheet["D3"].comment = Comment("请核对", "张三")
    other: Any = book.create_sheet("底稿")
    other["A1"] = "留着"
    sheet.column_dimensions["C"].width = 33
    book.save(path)
    return path


def annotated(path: Path, faults: Sequence[CellError], name: str = "标注.xlsx") -> Path:
    out = path.parent / name
    assert annotate(path, faults, out)
    return out


def test_faults_are_filled_and_commented_with_found_and_expected(tmp_path: Path) -> None:
    path = officers_file(tmp_path / "a.xlsx")
    sheet: Any = openpyxl.load_workbook(annotated(path, check(path).faults))["名单"]
    assert sheet["A2"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet["A2"].comment.text == "没有“杭洲市”，是不是：杭州市？\n填写的是：杭洲市\n应为：杭州市、宁波市、温州市"
    assert sheet["D3"].comment.text.startswith("请核对\n-1 是负数，应不小于 0")


def test_formatting_formulas_and_sheets_are_kept(tmp_path: Path) -> None:
    path = officers_file(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(annotated(path, check(path).faults))
    sheet: Any = book["名单"]
    assert book.sheetnames[:3] == ["校验结果", "名单", "底稿"]
    assert (sheet["L1"].value, sheet["A2"].font.bold, sheet.column_dimensions["C"].width) == ("=SUM(D2:D3)", True, 33)
    assert book["底稿"]["A1"].value == "留着"


def test_the_summary_links_to_every_fault(tmp_path: Path) -> None:
    path = officers_file(tmp_path / "a.xlsx")
    sheet: Any = openpyxl.load_workbook(annotated(path, check(path).faults))["校验结果"]
    assert sheet["A1"].value == "校验结果：共 2 处问题"
    assert [cell.value for cell in sheet[4]] == ["序号", "工作表", "单元格", "列", "填写的内容", "应为", "问题"]
    assert [(sheet.cell(row, 3).value, sheet.cell(row, 3).hyperlink.location) for row in (5, 6)] == [
        ("A2", "'名单'!A2"),
        ("D3", "'名单'!D3"),
    ]


def test_the_annotated_file_says_the_same_when_it_comes_back(tmp_path: Path) -> None:
    path = officers_file(tmp_path / "a.xlsx")
    first = check(path)
    again = check(annotated(path, first.faults))
    assert ([error.as_dict() for error in again.errors], again.sheets) == (
        [error.as_dict() for error in first.errors],
        ["名单"],
    )


def test_a_corrected_file_goes_through_and_loses_its_old_marks(tmp_path: Path) -> None:
    path = officers_file(tmp_path / "a.xlsx")
    marked = annotated(path, check(path).faults)
    book = openpyxl.load_workbook(marked)
    sheet: Any = book["名单"]
    sheet["A2"].value = "杭州市"
    book.save(marked)
    again = check(marked)
    assert [error.cell for error in again.errors] == ["D3"]
    after: Any = openpyxl.load_workbook(annotated(marked, again.faults, "再标注.xlsx"))
    assert (after["名单"]["A2"].comment, after["名单"]["A2"].fill.fgColor.rgb) == (None, "FFFFFF00")
    assert after["名单"]["D3"].comment is not None
    assert after["校验结果"]["A1"].value == "校验结果：共 1 处问题"


@pytest.mark.parametrize("ending", ["xls", "ods", "csv"])
def test_other_formats_come_back_as_a_workbook_of_what_was_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    rows = [HEADER, quota_row(设区市="杭洲市", 完成期限="2010-09-15"), quota_row(淘汰内容="=窑", 完成期限="2010-09-15")]
    if ending == "csv":
        path.write_bytes("\r\n".join(",".join(map(str, row)) for row in rows).encode("gb18030"))
    else:
        (xls if ending == "xls" else ods)(path, *rows)
    checked = check(path)
    out = annotated(path, checked.faults)
    book = openpyxl.load_workbook(out)
    sheet: Any = book[checked.errors[0].sheet]
    assert (sheet["A2"].comment is not None, sheet["C3"].value, sheet["C3"].data_type) == (True, "=窑", "s")
    assert [error.cell for error in check(out).errors] == ["A2"]


def test_dates_of_another_format_stay_dates(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", HEADER, quota_row(设区市="杭洲市"))
    sheet: Any = openpyxl.load_workbook(annotated(path, check(path).faults))["名单"]
    assert sheet["H2"].value.date() == date(2010, 9, 15)


def test_a_fault_inside_a_merged_range_is_marked_at_its_first_cell(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        quotas(tmp_path / "a.xlsx", quota_row(设区市="杭洲市"), quota_row(设区市="", 淘汰内容="窑"))
    )
    sheet: Any = book.worksheets[0]
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    checked = check(tmp_path / "a.xlsx")
    assert [error.cell for error in checked.errors] == ["A2", "A3"]
    marked: Any = openpyxl.load_workbook(annotated(tmp_path / "a.xlsx", checked.faults))["名单"]
    assert marked["A2"].comment is not None


def test_a_file_too_large_to_keep_comes_back_as_its_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = officers_file(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:-200])  # stands for any file the marking cannot open
    monkeypatch.setattr(annotating, "SECONDS", 20)
    fault = CellError("名单", "A2", "设区市", "杭洲市", "杭州市", "UNKNOWN_CHOICE", "没有“杭洲市”")
    assert not annotate(path, [fault], tmp_path / "标注.xlsx", total=7)
    book = openpyxl.load_workbook(tmp_path / "标注.xlsx")
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] == ["校验结果"]
    assert (book["校验结果"]["A1"].value, book["校验结果"]["E5"].value) == ("校验结果：共 7 处问题", "杭洲市")
