"""Tables as they come: titles above, two-row headers, units in brackets, merged cells, totals, feet, several sheets."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workbooks.builders import names, quota_row, quotas, target_row, workbook
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.validate import check_workbook

HEADER = KINDS["quotas"].headers
TARGET_HEADER = KINDS["targets"].headers


def check(path: Path, kind: str = "quotas") -> Checked:
    return check_workbook(path, KINDS[kind], names())


def codes(checked: Checked) -> list[tuple[str, str]]:
    return [(error.cell, error.code) for error in checked.errors]


def warned(checked: Checked, code: str) -> list[str]:
    return [warning.message for warning in checked.warnings if warning.code == code]


def readings(checked: Checked) -> set[tuple[str, str, str]]:
    return {(each.cell, each.found, each.read_as) for each in checked.interpreted}


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    order = list(reversed(HEADER))
    row = list(reversed(quota_row()))
    checked = check(workbook(tmp_path / "a.xlsx", row, header=order))
    assert checked.errors == []
    assert checked.rows[0].values["amount"] == Decimal("120.5")


@pytest.mark.parametrize("header", ["淘汰\n任务量", " 任 务 量 ", "*任务量", "任务量：", "目标任务量"])
def test_a_header_is_known_whatever_spaces_breaks_and_marks_it_has(tmp_path: Path, header: str) -> None:
    written = [header if each == "任务量" else each for each in HEADER]
    assert check(workbook(tmp_path / "a.xlsx", quota_row(), header=written)).errors == []


def test_a_missing_column_names_what_was_expected_and_what_was_found(tmp_path: Path) -> None:
    written = ["哪里" if each == "设区市" else each for each in HEADER]
    checked = check(workbook(tmp_path / "a.xlsx", quota_row(), header=written))
    [error] = checked.errors
    assert (error.code, error.cell, error.column) == ("MISSING_COLUMN", "A1", "设区市")
    assert "第 1 行的表头缺少“设区市”列" in error.message
    assert "地市" in error.expected
    assert "哪里" in error.found


def test_a_column_that_comes_twice_is_asked(tmp_path: Path) -> None:
    checked = check(workbook(tmp_path / "a.xlsx", [*quota_row(), 5], header=[*HEADER, "任务量"]))
    assert codes(checked) == [("K1", "DOUBLE_COLUMN")]


def test_a_sheet_without_the_table_says_which_columns_are_needed(tmp_path: Path) -> None:
    [error] = check(workbook(tmp_path / "a.xlsx", ["姓名", "电话"], ["张三", "123"])).errors
    assert (error.code, error.sheet) == ("MISSING_COLUMN", "名单")
    assert "需要的列：设区市、行业、淘汰内容、任务量" in error.message
    assert "找到的是：姓名、电话" in error.message


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    assert [error.code for error in check(workbook(tmp_path / "a.xlsx")).errors] == ["NO_ROWS"]
    assert [error.code for error in check(quotas(tmp_path / "b.xlsx")).errors] == ["NO_ROWS"]


OFFICIAL: list[list[Any]] = [
    ["附件1"],
    ["2010年淘汰落后产能企业名单"],
    ["填报单位（盖章）：杭州市经委", "", "", "", "", "", "", "单位：万吨"],
    ["序号", "设 区\n市", "县(市、区)", "企业\n名称", "组织机构代码", "淘汰生产线（设备）", "", "", "淘汰产能（万吨）", "完成时限",
     "行业", "备  注"],
    ["", "", "", "", "", "型号", "数量", "单位"],
    [1, "杭州", "余杭", "余杭第一水泥厂", "D2143569-X", "Φ2.2米磨机", "2台", "", "５.5", "2010年9月15日", "水泥", "已停产"],
    [2, "", "富阳市", "富阳第二水泥(集团)公司", "", "机立窑", 3, "座", 12, date(2010, 9, 1), "水泥"],
    ["小计", "", "", "", "", "", "", "", 17.5],
    [],
    [3, "宁波市", "鄞州区", "鄞州水泥厂", "", "机立窑", 1, "座", "1,200.5", "2010.9.15", "水泥"],
    [4, "", "鄞州区", "鄞州水泥二厂", "", "机立窑", 1, "座", "3万吨", 40436, "水泥"],
    ["合 计", "", "", "", "", "", "", "", 1221],
    ["填表人：张三", "", "审核人：李四", "", "", "联系电话：0571-1"],
    ["注：本表一式两份。"],
]  # fmt: skip


def official(path: Path) -> Path:
    """A table as a city office makes it: titles, two-row header with groups, merges, totals, a foot."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in OFFICIAL:
        sheet.append(row)
    for merged in ("A2:L2", "F4:H4", "B6:B7", "B10:B11", *(f"{letter}4:{letter}5" for letter in "ABCDEIJKL")):
        sheet.merge_cells(merged)
    sheet.row_dimensions[7].hidden = True
    book.save(path)
    return path


def test_an_official_table_is_read_whole(tmp_path: Path) -> None:
    checked = check(official(tmp_path / "a.xlsx"), "targets")
    assert checked.errors == []
    assert [(row.number, row.values["city"], row.values["enterprise"]) for row in checked.rows] == [
        (6, "330100", "余杭第一水泥厂"),
        (7, "330100", "富阳第二水泥（集团）公司"),
        (10, "330200", "鄞州水泥厂"),
        (11, "330200", "鄞州水泥二厂"),
    ]
    assert [row.values["amount"] for row in checked.rows] == [
        Decimal("5.5"),
        Decimal(12),
        Decimal("1200.5"),
        Decimal(3),
    ]
    assert {row.values["unit"] for row in checked.rows} == {"万吨"}
    assert (checked.read, checked.skipped) == (4, 4)


def test_what_an_official_table_leaves_to_be_understood_is_shown(tmp_path: Path) -> None:
    shown = readings(check(official(tmp_path / "a.xlsx"), "targets"))
    assert {
        ("B6", "杭州", "杭州市"),
        ("B7", "", "杭州市（同第 6 行）"),
        ("B11", "", "宁波市（同第 10 行）"),
        ("E6", "D2143569-X", "D2143569X"),
        ("G6", "2台", "2 台"),
        ("H6", "", "台"),
        ("I6", "５.5", "5.5"),
        ("I11", "3万吨", "3 万吨"),
        ("J11", "40436", "2010-09-15"),
        ("I4", "淘汰产能（万吨）", "没有写单位的，按表头或表上方所注单位：万吨"),
    } <= shown


def test_hidden_rows_are_read_and_reported(tmp_path: Path) -> None:
    assert warned(check(official(tmp_path / "a.xlsx"), "targets"), "HIDDEN_ROWS") == [
        "工作表“Sheet”有 1 行被隐藏或筛选，也已读取"
    ]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([("end", "合计", 330)], []),
        ([("end", "总  计", 331)], ["“总计”写的是 331，各行相加是 330，请核对"]),
        ([("start", "合计", 330)], []),
        ([("middle", "小计", 110), ("end", "小计", 220), ("end", "合计", 330)], []),
        ([("middle", "小计", 110), ("end", "小计", 221), ("end", "合计", 330)], ["“小计”写的是 221，各行相加是 220，请核对"]),
    ],
)  # fmt: skip
def test_totals_are_skipped_and_checked_against_the_rows(tmp_path: Path, totals: Any, expected: list[str]) -> None:
    def lines(place: str) -> list[list[Any]]:
        return [[label, "", "", amount] for where, label, amount in totals if where == place]

    one, two = [quota_row(任务量=110)], [quota_row(淘汰内容="磨机", 任务量=100), quota_row(淘汰内容="窑", 任务量=120)]
    rows = [*lines("start"), *one, *lines("middle"), *two, *lines("end")]
    checked = check(quotas(tmp_path / "a.xlsx", *rows))
    assert (checked.errors, checked.read, checked.skipped) == ([], 3, len(totals))
    assert warned(checked, "TOTAL_DISAGREES") == expected


def test_a_total_over_units_of_one_kind_is_checked_in_the_headers_unit(tmp_path: Path) -> None:
    header = ["任务量（万吨）" if each == "任务量" else each for each in HEADER if each != "计量单位"]
    rows = [
        [cell for at, cell in enumerate(quota_row(任务量=amount, 淘汰内容=f"窑{amount}")) if at != 4]
        for amount in ("12", "5000吨")
    ]
    checked = check(workbook(tmp_path / "a.xlsx", *rows, ["合计", "", "", "130000吨"], header=header))
    assert warned(checked, "TOTAL_DISAGREES") == ["“合计”写的是 13，各行相加是 12.5，请核对"]
    right = check(workbook(tmp_path / "b.xlsx", *rows, ["合计", "", "", 12.5], header=header))
    assert warned(right, "TOTAL_DISAGREES") == []


def test_what_a_sheet_says_of_all_its_rows_is_shown_with_its_first_good_one(tmp_path: Path) -> None:
    header = ["任务量（万吨）" if each == "任务量" else each for each in HEADER if each not in ("设区市", "计量单位")]
    rows = [
        [cell for at, cell in enumerate(quota_row(任务量=amount, 淘汰内容=f"窑{amount}")) if at not in (0, 4)]
        for amount in (-1, 5)
    ]  # fmt: skip
    checked = check(workbook(tmp_path / "a.xlsx", *rows, sheet="杭州", header=header))
    [good] = checked.rows
    assert [(each.found, each.read_as) for each in good.interpreted] == [
        ("杭州", "本表各行的“设区市”：杭州市"),
        ("任务量（万吨）", "没有写单位的，按表头或表上方所注单位：万吨"),
    ]


def test_faults_come_in_the_order_of_the_rows(tmp_path: Path) -> None:
    checked = check(
        quotas(tmp_path / "a.xlsx", quota_row(任务量=-1), quota_row(设区市="北京", 淘汰内容="窑", 任务量=-1))
    )
    assert [error.cell for error in checked.errors] == ["D2", "A3", "D3"]


def test_a_sum_of_fractions_is_told_without_needless_zeros(tmp_path: Path) -> None:
    rows = [quota_row(任务量=100.5), quota_row(淘汰内容="磨机", 任务量=20.5), ["合计", "", "", 122]]
    assert warned(check(quotas(tmp_path / "a.xlsx", *rows)), "TOTAL_DISAGREES") == [
        "“合计”写的是 122，各行相加是 121，请核对"
    ]


def test_a_city_written_once_holds_for_the_rows_below(tmp_path: Path) -> None:
    rows = [
        quota_row(),
        quota_row(设区市="", 淘汰内容="磨机"),
        quota_row(设区市="宁波市"),
        quota_row(设区市="", 淘汰内容="磨机"),
    ]
    checked = check(quotas(tmp_path / "a.xlsx", *rows))
    assert [row.values["city"] for row in checked.rows] == ["330100", "330100", "330200", "330200"]
    assert ("A3", "", "杭州市（同第 2 行）") in readings(checked)


def test_a_repeated_header_is_no_data(tmp_path: Path) -> None:
    checked = check(quotas(tmp_path / "a.xlsx", quota_row(), HEADER, quota_row(设区市="宁波市")))
    assert (checked.errors, checked.read, checked.skipped) == ([], 2, 1)


def test_a_row_of_column_numbers_below_the_header_is_no_data(tmp_path: Path) -> None:
    checked = check(quotas(tmp_path / "a.xlsx", list(range(1, len(HEADER) + 1)), quota_row()))
    assert (checked.errors, checked.read) == ([], 1)


def test_units_in_a_row_of_their_own_belong_to_the_header(tmp_path: Path) -> None:
    header = [each for each in HEADER if each != "计量单位"]
    row = [value for each, value in zip(HEADER, quota_row(), strict=True) if each != "计量单位"]
    units = ["（万吨）" if each == "任务量" else "" for each in header]
    checked = check(workbook(tmp_path / "a.xlsx", units, row, header=header))
    assert checked.errors == []
    assert checked.rows[0].values["unit"] == "万吨"


def test_several_sheets_are_read_one_a_city(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in ("杭州市", "宁波", "说明"):
        sheet: Any = book.create_sheet(name)
        for line in [HEADER[1:], quota_row()[1:]] if name != "说明" else [["请如实填写"]]:
            sheet.append(line)
    book.save(tmp_path / "a.xlsx")
    checked = check(tmp_path / "a.xlsx")
    assert [(row.sheet, row.values["city"]) for row in checked.rows] == [("杭州市", "330100"), ("宁波", "330200")]
    assert ("", "宁波", "本表各行的“设区市”：宁波市") in readings(checked)
    assert warned(checked, "SHEET_WITHOUT_TABLE") == ["工作表“说明”中没有找到本表的表头，未读取"]


def test_a_hidden_sheet_is_left_out_and_reported(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(quotas(tmp_path / "a.xlsx", quota_row()))
    other: Any = book.copy_worksheet(book.worksheets[0])
    other.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    checked = check(tmp_path / "a.xlsx")
    assert (checked.read, checked.errors) == (1, [])
    assert len(warned(checked, "HIDDEN_SHEET")) == 1


def test_columns_that_belong_to_no_kind_are_named(tmp_path: Path) -> None:
    checked = check(workbook(tmp_path / "a.xlsx", [1, *quota_row(), "张三"], header=["序号", *HEADER, "联系人"]))
    assert warned(checked, "UNKNOWN_COLUMN") == ["列“联系人”不属于本表，未读取"]


def test_the_equipment_group_with_amount_columns_is_told_apart(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["设区市", "县(市、区)", "企业名称", "行业", "淘汰产能", "", "完成期限", "淘汰装备", "", ""])
    sheet.append(["", "", "", "", "数量", "计量单位", "", "名称及型号", "数量", "单位"])
    row = dict(zip(TARGET_HEADER, target_row(), strict=True))
    sheet.append(
        [row[name] for name in ("设区市", "县(市、区)", "企业名称", "行业", "淘汰产能", "计量单位", "完成期限")]
        + ["机立窑", 4, "座"]
    )
    book.save(tmp_path / "a.xlsx")
    checked = check(tmp_path / "a.xlsx", "targets")
    assert checked.errors == []
    values = checked.rows[0].values
    assert (values["amount"], values["unit"]) == (Decimal("12.5"), "万吨")
    assert (values["equipment"], values["equipment_count"], values["equipment_unit"]) == ("机立窑", 4, "座")
