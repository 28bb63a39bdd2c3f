"""Lists taken away: the same cells in every format, nothing a program would calculate, sums that never mix units."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.workbooks.listed import cells_of
from tracker.values.dates import SHANGHAI
from tracker.values.errors import InvalidValue
from tracker.workbooks.listings import writing
from tracker.workbooks.listings.columns import Form, Head, ListColumn, Listing
from tracker.workbooks.listings.writing import FORMATS, write_listing
from tracker.workbooks.plaintext import guarded

EVERY_FORMAT = pytest.mark.parametrize("form", list(FORMATS))


@dataclass
class Line:
    """A row of the list below."""

    name: str
    amount: Decimal | None = None
    unit: str = ""
    count: int | None = None
    on: date | None = None
    at: datetime | None = None
    share: Decimal | None = None


LIST = Listing(
    "test",
    "试验表",
    (
        ListColumn("name", "名称"),
        ListColumn("amount", "产能", Form.AMOUNT, unit="unit", total=True),
        ListColumn("unit", "单位"),
        ListColumn("count", "数量", Form.INTEGER, total=True),
        ListColumn("on", "日期", Form.DATE),
        ListColumn("at", "时间", Form.MOMENT),
        ListColumn("share", "比例", Form.SHARE),
    ),
)


def taken(lines: list[Line], form: str) -> bytes:
    """The list as a file."""
    out = io.BytesIO()
    assert write_listing(LIST, lines, out, Head("2010年试验表", "某计划"), form=form) == len(lines)
    return out.getvalue()


def body(lines: list[Line], form: str) -> list[list[Any]]:
    """The rows of the list itself."""
    rows = cells_of(taken(lines, form), form)
    first = 1 if form == "csv" else 3
    return rows[first : first + len(lines)]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", " =1", "＝1", "\n=1", "'=1"]


@EVERY_FORMAT
@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(form: str, text: str) -> None:
    content = taken([Line(text)], form)
    if form == "xlsx":
        cell = load_workbook(io.BytesIO(content)).worksheets[0]["A4"]
        assert (cell.data_type, str(cell.value)) == ("s", guarded(text))
    elif form == "ods":
        xml = ZipFile(io.BytesIO(content)).read("content.xml").decode()
        assert "table:formula" not in xml
        assert ">&apos;" in xml or ">'" in xml
    else:
        assert body([Line(text)], form)[0][0] == guarded(text)


TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
AMOUNT = st.decimals(min_value=0, max_value=10**9, places=4)
FIRST, LAST = (datetime.combine(date(year, 1, 1), time()) for year in (1950, 2090))
LINE = st.builds(
    Line,
    name=TEXT.filter(lambda text: text.strip() == text),
    amount=st.none() | AMOUNT,
    unit=st.sampled_from(["万吨", "亿米", "万标张"]),
    count=st.none() | st.integers(0, 10**6),
    on=st.none() | st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    at=st.none() | st.datetimes(FIRST, LAST, timezones=st.just(SHANGHAI)),
    share=st.none() | st.decimals(0, 1, places=3),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=4))
def test_every_format_holds_the_same(lines: list[Line]) -> None:
    in_xlsx, in_ods, in_csv = (body(lines, form) for form in ("xlsx", "ods", "csv"))
    for line, row in zip(lines, in_csv, strict=True):
        assert row[0] == guarded(line.name)
        assert row[1] == ("" if line.amount is None else f"{line.amount.normalize():f}")
        assert row[3:5] == ["" if value is None else str(value) for value in (line.count, line.on)]
        assert row[5] == ("" if line.at is None else f"{line.at:%Y-%m-%d %H:%M}")
    for line, row, other in zip(lines, in_xlsx, in_ods, strict=True):
        assert row[0] == other[0] == guarded(line.name)
        assert row[1:4] == other[1:4]
        assert row[4] == other[4] == ("" if line.on is None else line.on)
        assert (row[6] or 0) == (other[6] or 0) == pytest.approx(float(line.share or 0))
        assert Decimal(str(row[1] or 0)) == (line.amount or 0)


MIXED = [
    Line("甲", Decimal("5.5"), "万吨", 2),
    Line("乙", Decimal(3), "亿米", 1),
    Line("丙", Decimal("1.25"), "万吨", 4),
    Line("丁", None, "", 1),
]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_sums_are_one_a_unit(form: str) -> None:
    rows = cells_of(taken(MIXED, form), form)[3 + len(MIXED) :]
    assert [(row[0], row[1]) for row in rows] == [("合计（万吨）", 6.75), ("合计（亿米）", 3.0)]
    assert rows[0][3] == 8


def test_sums_are_formulas_that_carry_their_value() -> None:
    content = taken(MIXED, "xlsx")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["B8"].value == '=SUMIF(C4:C7,"万吨",B4:B7)'
    assert sheet["D8"].value == "=SUM(D4:D7)"
    assert load_workbook(io.BytesIO(content), data_only=True).worksheets[0]["B8"].value == 6.75
    xml = ZipFile(io.BytesIO(taken(MIXED, "ods"))).read("content.xml").decode()
    assert 'table:formula="of:=SUM([.D4:.D7])" office:value-type="float" office:value="8"' in xml


def test_the_sheet_is_ready_to_print() -> None:
    sheet = load_workbook(io.BytesIO(taken(MIXED, "xlsx"))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    assert (sheet["A1"].value, sheet["A2"].value) == ("2010年试验表", "某计划")
    assert (sheet["B4"].number_format, sheet["E4"].number_format) == ("#,##0.####", "yyyy-mm-dd")


@EVERY_FORMAT
def test_an_empty_list_still_has_its_header(form: str) -> None:
    assert [str(column.header) for column in LIST.columns] in cells_of(taken([], form), form)


@EVERY_FORMAT
def test_too_many_rows_are_refused_not_cut_off(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    with pytest.raises(InvalidValue, match="筛选"):
        taken(MIXED, form)
