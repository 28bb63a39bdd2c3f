"""Which row is the header: not the line above it; and tables laid crosswise, told the shape wanted, never guessed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workbooks.builders import quota_row, quotas, workbook
from tests.workbooks.rows import check
from tracker.workbooks.kinds import KINDS

HEADER = KINDS["quotas"].headers


@pytest.mark.parametrize(
    ("rows", "cell", "spread"),
    [
        ([["设区市", "水泥（万吨）", "造纸(万吨)", "皮革"], ["杭州", 120, 14, 3]], "B1", "水泥、造纸、制革"),
        ([["各市任务"], ["设区市", "完成期限", "牵头部门", "水泥", "造纸"], ["杭州", "2010-9-15", "", 5, 6]], "D2", "水泥、造纸"),
        ([["设区市", "淘汰任务量（万吨）", "", ""], ["", "水泥", "造纸", "合计"], ["杭州", 1, 2, 3]], "B2", "水泥、造纸"),
        ([["行业", "杭州", "宁波市", "合计"], ["水泥", 120, 20, 140]], "B1", "杭州市、宁波市"),
    ],
)  # fmt: skip
def test_a_table_laid_crosswise_is_told_the_shape_wanted(
    tmp_path: Path, rows: list[list[Any]], cell: str, spread: str
) -> None:
    [error] = check(workbook(tmp_path / "a.xlsx", *rows), "quotas").errors
    assert (error.code, error.cell, error.found) == ("CROSSWISE", cell, spread)
    assert error.expected == "设区市｜行业｜淘汰内容｜任务量｜计量单位｜完成期限"
    assert "各写一行" in error.message
    assert f"｜{error.found.split('、')[0]}｜" in f"｜{error.message}｜".replace("例如：", "｜")


def test_a_crosswise_sheet_beside_the_table_is_left_out_and_told(tmp_path: Path) -> None:
    path = quotas(tmp_path / "a.xlsx", quota_row())
    book = openpyxl.load_workbook(path)
    beside: Any = book.create_sheet("分解")
    beside.append(["设区市", "水泥", "造纸"])
    beside.append(["杭州", 5, 6])
    book.save(path)
    checked = check(path, "quotas")
    assert (checked.errors, len(checked.rows)) == ([], 1)
    assert [warning.code for warning in checked.warnings] == ["SHEET_WITHOUT_TABLE"]


@pytest.mark.parametrize(
    "above",
    [["2010年目标任务"] * len(HEADER), ["2010年目标任务"], ["填报单位：杭州市经委", "", "", "", "填报日期：4月20日", "", "", "单位：万吨"]],
)  # fmt: skip
def test_a_line_above_the_header_is_no_part_of_its_columns_names(tmp_path: Path, above: list[str]) -> None:
    path = workbook(tmp_path / "a.xlsx", above, HEADER, quota_row(设区市="北京"), HEADER)
    if len(above) == len(HEADER):
        book = openpyxl.load_workbook(path)
        book.worksheets[0].merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADER))
        book.save(path)
    checked = check(path, "quotas")
    assert [(error.cell, error.column) for error in checked.errors] == [("A3", "设区市")]
    assert checked.tables["名单"].header_row == 2
