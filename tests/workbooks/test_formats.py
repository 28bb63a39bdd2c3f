"""Every accepted format gives the same rows; what only one format can get wrong is caught there."""

import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.builders import names, ods, packed, quota_row, quotas, xls, xlsb
from tracker.values.errors import BadWorkbook
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.validate import check_workbook

HEADER = KINDS["quotas"].headers
DAY = "2010-09-15"
ROWS = [quota_row(完成期限=DAY), quota_row(设区市="宁波市", 任务量=7, 完成期限=DAY, 备注="甲，乙\n丙")]


def check(path: Path) -> Checked:
    return check_workbook(path, KINDS["quotas"], names())


def csv(encoding: str, separator: str = ",") -> Callable[..., Path]:
    """A maker of text files as Excel saves them."""

    def make(path: Path, *rows: Any) -> Path:
        lines = [separator.join(f'"{value}"' if "\n" in str(value) else str(value) for value in row) for row in rows]
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return make


MAKERS: list[tuple[str, Callable[..., Path]]] = [
    ("a.xls", xls),
    ("a.xlsb", xlsb),
    ("a.ods", ods),
    ("utf8.csv", csv("utf-8")),
    ("mark.csv", csv("utf-8-sig")),
    ("gb.csv", csv("gb18030")),
    ("tabs.csv", csv("utf-16", "\t")),
    ("semicolons.csv", csv("utf-8", ";")),
]


@pytest.mark.parametrize(("name", "make"), MAKERS, ids=[name for name, _ in MAKERS])
def test_every_format_gives_the_same_rows(tmp_path: Path, name: str, make: Callable[..., Path]) -> None:
    expected = check(quotas(tmp_path / "a.xlsx", *ROWS))
    checked = check(make(tmp_path / name, HEADER, *ROWS))
    assert checked.errors == []
    assert [row.values for row in checked.rows] == [row.values for row in expected.rows]


@pytest.mark.parametrize("make", [xls, xlsb, ods])
def test_a_blank_first_column_and_row_keep_their_places(tmp_path: Path, make: Callable[..., Path]) -> None:
    path = tmp_path / f"a.{make.__name__}"
    checked = check(make(path, [], ["", *HEADER], ["", *quota_row(任务量=-1, 完成期限=DAY)]))
    assert [error.cell for error in checked.errors] == ["E3"]


def test_an_xlsx_under_the_name_of_an_xls_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = quotas(tmp_path / "a.xlsx", *ROWS).rename(tmp_path / "a.xls")
    assert check(path).read == 2


def test_an_error_cell_of_xls_is_named_though_the_parser_sees_nothing(tmp_path: Path) -> None:
    row = quota_row(任务量="", 完成期限=DAY)
    error = struct.pack("<HHHHHBB", 0x205, 8, 1, 3, 0, 0x2A, 1)
    checked = check(xls(tmp_path / "a.xls", HEADER, row, extra=error))
    assert [(error.cell, error.code, error.found) for error in checked.errors] == [("D2", "FORMULA_ERROR", "#N/A")]


def test_an_error_cell_of_xlsb_is_named(tmp_path: Path) -> None:
    checked = check(xlsb(tmp_path / "a.xlsb", HEADER, quota_row(任务量="#N/A", 完成期限=DAY)))
    assert [(error.cell, error.code) for error in checked.errors] == [("D2", "FORMULA_ERROR")]


def test_a_hidden_row_of_xls_is_read_and_reported(tmp_path: Path) -> None:
    hidden = struct.pack("<HHHHHHHHI", 0x208, 16, 1, 0, 10, 300, 0, 0, 0x20)
    checked = check(xls(tmp_path / "a.xls", HEADER, *ROWS, extra=hidden))
    assert (checked.read, [warning.code for warning in checked.warnings]) == (2, ["HIDDEN_ROWS"])


def test_a_row_the_parser_drops_is_noticed(tmp_path: Path) -> None:
    beyond = struct.pack("<HHHHHd", 0x203, 14, 1, 3, 0, 5.0)  # a second value for D2: one of the two would be lost
    with pytest.raises(BadWorkbook) as caught:
        check(xls(tmp_path / "a.xls", HEADER, *ROWS, extra=beyond))
    assert caught.value.errors[0].code == "ROWS_LOST"


def test_merged_and_repeated_rows_of_ods_are_multiplied_out(tmp_path: Path) -> None:
    def line(*values: Any, extra: str = "") -> str:
        cells = "".join(
            f'<table:table-cell office:value-type="string"{extra if not at else ""}><text:p>{value}</text:p></table:table-cell>'
            if value != ""
            else "<table:covered-table-cell/>"
            for at, value in enumerate(values)
        )
        return f"<table:table-row>{cells}</table:table-row>"

    first = line(*quota_row(完成期限=DAY), extra=' table:number-rows-spanned="2"')
    second = line("", *quota_row(完成期限=DAY, 淘汰内容="窑")[1:])
    many = 'table:number-columns-repeated="1024"'
    blank = f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell {many}/></table:table-row>'
    checked = check(ods(tmp_path / "a.ods", content=line(*HEADER) + first + second + blank))
    assert checked.errors == []
    assert [row.values["city"] for row in checked.rows] == ["330100", "330100"]


def test_a_protected_ods_is_refused_by_name(tmp_path: Path) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    path = packed(tmp_path / "a.ods", {"mimetype": "x", "content.xml": "xx", "META-INF/manifest.xml": manifest})
    with pytest.raises(BadWorkbook) as caught:
        check(path)
    assert caught.value.errors[0].code == "ENCRYPTED"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x81", "设区市\0行业".encode()])
def test_a_text_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadWorkbook) as caught:
        check(tmp_path / "a.csv")
    assert caught.value.errors[0].code in {"ENCODING", "FILE_DAMAGED"}


def test_a_text_file_whose_characters_became_question_marks_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("设区市,行业,任务量\n杭州市,水泥,150\n".encode("ascii", "replace"))
    with pytest.raises(BadWorkbook) as caught:
        check(tmp_path / "a.csv")
    assert caught.value.errors[0].code == "TEXT_LOST"


def test_the_officers_own_file_name_decides_not_the_stored_one(tmp_path: Path) -> None:
    stored = quotas(tmp_path / "a.xlsx", *ROWS).rename(tmp_path / "0f3a")
    assert check_workbook(stored, KINDS["quotas"], names(), name="上报.xlsx").read == 2
    with pytest.raises(BadWorkbook) as caught:
        check_workbook(stored, KINDS["quotas"], names(), name="上报.xlsx.exe")
    assert caught.value.errors[0].code == "TYPE"


def test_a_date_cell_stays_the_day_it_is(tmp_path: Path) -> None:
    assert check(ods(tmp_path / "a.ods", HEADER, quota_row())).rows[0].values["deadline"] == date(2010, 9, 15)
