"""Rules between cells and rows: every fault of a file is listed with its cell, good rows are handed out all the same."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.workbooks.builders import crafted, names, quota_row, quotas, target_row, targets, text_cell, workbook
from tracker.workbooks.checked import KEPT, SHOWN, Checked
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.reading import read_workbook
from tracker.workbooks.validate import Checker, check_workbook

HEADER = KINDS["quotas"].headers


def check(path: Path, kind: str = "quotas", **changes: Any) -> Checked:
    return check_workbook(path, KINDS[kind], replace(names(), **changes))


def found(checked: Checked) -> list[tuple[str, str]]:
    return [(error.cell, error.code) for error in checked.errors]


def test_a_good_row_is_handed_out_with_codes_and_exact_numbers(tmp_path: Path) -> None:
    checked = check(quotas(tmp_path / "a.xlsx", quota_row()))
    assert (checked.errors, checked.warnings, checked.interpreted) == ([], [], [])
    assert checked.rows[0].values == {
        "city": "330100",
        "industry": "cement",
        "content": "机立窑",
        "amount": Decimal("120.5"),
        "unit": "万吨",
        "equipment_count": 3,
        "equipment_unit": "台",
        "deadline": date(2010, 9, 15),
        "lead_department": "jxw",
        "remark": None,
    }


WRONG: list[tuple[str, dict[str, Any], str, str, str]] = [
    # kind, changed cells, cell, code, a text of the message
    ("quotas", {"设区市": "杭洲市"}, "A2", "UNKNOWN_CHOICE", "是不是：杭州市"),
    ("quotas", {"设区市": ""}, "A2", "REQUIRED", "“设区市”不能为空"),
    ("quotas", {"行业": "炼丹"}, "B2", "UNKNOWN_CHOICE", "没有“炼丹”"),
    ("quotas", {"淘汰内容": ""}, "C2", "REQUIRED", "淘汰内容"),
    ("quotas", {"任务量": -5}, "D2", "NEGATIVE", "应不小于 0"),
    ("quotas", {"任务量": ""}, "D2", "REQUIRED", "任务量"),
    ("quotas", {"计量单位": "万标张"}, "E2", "UNIT_OF_OTHER_INDUSTRY", "水泥的产能不能用“万标张”计，应为吨"),
    ("quotas", {"计量单位": "斤"}, "E2", "UNKNOWN_CHOICE", "没有“斤”"),
    ("quotas", {"计量单位": ""}, "E2", "UNIT_MISSING", "“任务量”有数量但没有计量单位"),
    ("quotas", {"任务量": "5万标张"}, "D2", "UNITS_DISAGREE", "“万标张”，计量单位是“万吨”"),
    ("quotas", {"装备单位": ""}, "G2", "UNIT_MISSING", "“装备数量”有数量但没有计量单位"),
    ("quotas", {"装备数量": "3座"}, "F2", "UNITS_DISAGREE", "“座”，计量单位是“台”"),
    ("quotas", {"完成期限": "9月底"}, "H2", "DATE_UNCLEAR", "2010年9月15日"),
    ("quotas", {"牵头部门": "龙宫"}, "I2", "UNKNOWN_CHOICE", "没有“龙宫”"),
    ("targets", {"县(市、区)": "鄞州区"}, "B2", "COUNTY_NOT_IN_CITY", "鄞州区属于宁波市，不属于杭州市"),
    ("targets", {"企业名称": ""}, "C2", "REQUIRED", "企业名称"),
    ("targets", {"统一社会信用代码": 913300001000000163}, "D2", "NUMBER_TOO_LONG", "文本格式"),
    ("targets", {"统一社会信用代码": "913300001000000164"}, "D2", "BAD_CODE", "校验位不对"),
]


@pytest.mark.parametrize(("kind", "changes", "cell", "code", "text"), WRONG)
def test_a_wrong_cell_is_named(
    tmp_path: Path, kind: str, changes: dict[str, Any], cell: str, code: str, text: str
) -> None:
    row = quota_row(**changes) if kind == "quotas" else target_row(**changes)
    checked = check(workbook(tmp_path / "a.xlsx", row, header=KINDS[kind].headers), kind)
    assert found(checked) == [(cell, code)]
    assert text in checked.errors[0].message
    assert (checked.rows, checked.bad_rows, checked.read) == ([], 1, 1)


def test_all_faults_of_a_file_are_listed_together(tmp_path: Path) -> None:
    rows = [quota_row(设区市="杭洲市", 任务量=-1), quota_row(), quota_row(淘汰内容="窑", 完成期限="月底")]
    checked = check(quotas(tmp_path / "a.xlsx", *rows))
    assert sorted(found(checked)) == [("A2", "UNKNOWN_CHOICE"), ("D2", "NEGATIVE"), ("H4", "DATE_UNCLEAR")]
    assert [row.number for row in checked.rows] == [3]


def test_a_hundred_faults_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    rows = [quota_row(任务量=-1, 淘汰内容=f"窑{at}") for at in range(250)]
    checked = check(quotas(tmp_path / "a.xlsx", *rows))
    assert (len(checked.errors), len(checked.faults), checked.error_count) == (SHOWN, 250, 250)
    assert KEPT > 250


def test_a_duplicate_names_both_rows(tmp_path: Path) -> None:
    checked = check(
        quotas(tmp_path / "a.xlsx", quota_row(), quota_row(设区市="宁波市"), quota_row(设区市="杭州", 任务量=1))
    )
    assert found(checked) == [("C4", "DUPLICATE_ROW")]
    assert "第 4 行与工作表“名单”第 2 行重复（设区市、行业、淘汰内容相同）" in checked.errors[0].message


def test_a_duplicate_is_seen_across_sheets_and_by_code_under_another_name(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(targets(tmp_path / "a.xlsx", target_row()))
    other: Any = book.create_sheet("宁波")
    other.append(KINDS["targets"].headers)
    other.append(target_row(企业名称="富阳一厂"))
    book.save(tmp_path / "a.xlsx")
    [error] = check(tmp_path / "a.xlsx", "targets").errors
    assert (error.sheet, error.cell, error.code) == ("宁波", "F2", "DUPLICATE_ROW")
    assert "工作表“名单”第 2 行" in error.message


def test_rows_of_another_region_are_refused_without_telling_of_it(tmp_path: Path) -> None:
    foreign = target_row(设区市="宁波市", **{"县(市、区)": "鄞州区", "统一社会信用代码": ""})
    path = targets(tmp_path / "a.xlsx", target_row(), foreign)
    [error] = check(path, "targets", territory=("3301",)).errors
    assert (error.cell, error.code) == ("B3", "OUT_OF_SCOPE")
    assert found(check(path, "targets", territory=())) == [("B2", "OUT_OF_SCOPE"), ("B3", "OUT_OF_SCOPE")]
    assert check(path, "targets", territory=("",)).errors == []


def test_a_blank_deadline_is_the_plans_and_shown_as_such(tmp_path: Path) -> None:
    path = quotas(tmp_path / "a.xlsx", quota_row(完成期限=""))
    checked = check(path, defaults={"deadline": date(2010, 9, 15)})
    assert checked.rows[0].values["deadline"] == date(2010, 9, 15)
    assert [(each.cell, each.read_as) for each in checked.interpreted] == [("H2", "2010-09-15")]
    assert found(check(path)) == [("H2", "REQUIRED")]


def test_a_city_left_out_is_known_from_its_county(tmp_path: Path) -> None:
    checked = check(targets(tmp_path / "a.xlsx", target_row(设区市="")), "targets")
    assert checked.rows[0].values["city"] == "330100"
    assert checked.interpreted[0].read_as == "杭州市（由富阳市确定）"


@pytest.mark.parametrize(
    ("amount", "unit", "read"),
    [
        ("316万米", "亿米", Decimal("0.0316")),
        ("3.16亿米", "万米", Decimal(31600)),
        ("12.5万", "万米", Decimal("12.5")),
        ("12.5万", "米", Decimal(125000)),
        ("12.5万米", "万米", Decimal("12.5")),
    ],
)
def test_a_unit_in_the_cell_is_brought_to_the_rows_unit(tmp_path: Path, amount: str, unit: str, read: Decimal) -> None:
    checked = check(quotas(tmp_path / "a.xlsx", quota_row(行业="印染", 任务量=amount, 计量单位=unit)))
    assert checked.errors == []
    assert (checked.rows[0].values["amount"], checked.rows[0].values["unit"]) == (read, unit)
    assert any(each.found == amount for each in checked.interpreted)


def test_a_contradiction_of_unit_columns_is_not_settled_by_guessing(tmp_path: Path) -> None:
    checked = check(quotas(tmp_path / "a.xlsx", quota_row(行业="印染", 任务量="12.5万", 计量单位="亿米")))
    assert found(checked) == [("D2", "UNITS_DISAGREE")]


@pytest.mark.parametrize(
    ("amount", "code", "text"),
    [
        ('<c r="D2" t="e"><v>#REF!</v></c>', "FORMULA_ERROR", "公式错误 #REF!"),
        ('<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "FORMULA_ERROR", "公式错误 #DIV/0!"),
        ('<c r="D2"><f>A1</f></c>', "FORMULA_WITHOUT_VALUE", "请用 Excel 打开并保存"),
        ('<c r="D2"><v>NaN</v></c>', "NOT_A_NUMBER", "“NaN”不是有效数字"),
        ('<c r="D2"><v>1e999</v></c>', "NOT_A_NUMBER", "“1e999”不是有效数字"),
        ('<c r="D2" t="b"><v>1</v></c>', "NOT_A_NUMBER", "“TRUE”不是数字"),
    ],
)
def test_what_the_parser_would_lose_is_named(tmp_path: Path, amount: str, code: str, text: str) -> None:
    head = "".join(
        text_cell(f"{letter}1", title) for letter, title in zip("ABCDEH", [*HEADER[:5], HEADER[7]], strict=True)
    )
    row = "".join(text_cell(f"{letter}2", value) for letter, value in zip("ABC", quota_row()[:3], strict=True))
    row += amount + text_cell("E2", "万吨") + text_cell("H2", "2010-09-15")
    checked = check(crafted(tmp_path / "a.xlsx", f'<row r="1">{head}</row><row r="2">{row}</row>'))
    assert found(checked) == [("D2", code)]
    assert text in checked.errors[0].message


def test_a_formula_with_its_value_is_read_as_the_value(tmp_path: Path) -> None:
    head = "".join(
        text_cell(f"{letter}1", title) for letter, title in zip("ABCDEH", [*HEADER[:5], HEADER[7]], strict=True)
    )
    row = "".join(text_cell(f"{letter}2", value) for letter, value in zip("ABC", quota_row()[:3], strict=True))
    row += '<c r="D2"><f>60+60.5</f><v>120.5</v></c>' + text_cell("E2", "万吨") + text_cell("H2", "2010-09-15")
    path = crafted(tmp_path / "a.xlsx", f'<row r="1">{head}</row><row r="2">{row}</row>')
    checked = check(path)
    assert checked.rows[0].values["amount"] == Decimal("120.5")
    assert [(each.cell, each.code) for each in checked.warnings] == [("D2", "FORMULAS")]


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ('0!.0,"万吨"', True),
        ("0.0%", True),
        ("0.00,", True),
        ("#,##0.00", False),
        ('0.0"万吨"', False),
        ('"约"0', False),
        ("[红色]0;-0", False),
    ],
)
def test_a_number_shown_as_another_is_asked(tmp_path: Path, code: str, asked: bool) -> None:
    book = openpyxl.load_workbook(quotas(tmp_path / "a.xlsx", quota_row()))
    sheet: Any = book.worksheets[0]
    sheet["D2"].number_format = code
    book.save(tmp_path / "a.xlsx")
    assert found(check(tmp_path / "a.xlsx")) == ([("D2", "SHOWN_OTHERWISE")] if asked else [])


def test_the_1904_date_system_is_followed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(quotas(tmp_path / "a.xlsx", quota_row(), quota_row(淘汰内容="窑", 完成期限=38974)))
    sheet: Any = book.worksheets[0]
    sheet["H2"].value, sheet["H2"].number_format = 38974, "yyyy-mm-dd"
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "a.xlsx")
    assert [row.values["deadline"] for row in check(tmp_path / "a.xlsx").rows] == [date(2010, 9, 15)] * 2


def test_rows_are_handed_out_while_the_file_is_read(tmp_path: Path) -> None:
    path = quotas(tmp_path / "a.xlsx", *[quota_row(淘汰内容=f"窑{at}") for at in range(1200)])
    checker = Checker(KINDS["quotas"], names())
    with read_workbook(path) as book:
        sizes = [len(rows) for rows in checker.stream(book)]
    assert (sum(sizes), len(sizes) > 1) == (1200, True)
    assert (checker.result.read, checker.result.rows, checker.result.error_count) == (1200, [], 0)


def test_every_required_column_of_every_kind_has_help_and_example() -> None:
    for kind in KINDS.values():
        assert [
            column.name for column in kind.columns if column.required and not (str(column.help) and column.example)
        ] == []


def test_a_kinds_own_words_agree() -> None:
    for kind in KINDS.values():
        columns = kind.by_name()
        named = {name for key in kind.keys for name in key} | set(kind.order) | set(kind.totals)
        named |= {column.unit_column for column in kind.columns if column.unit_column}
        assert named <= set(columns)
        sums = set(kind.totals) - ({"amount"} if kind.code == "subsidies" else set())  # money is in 万元 throughout
        assert all(columns[name].unit_column for name in sums)
