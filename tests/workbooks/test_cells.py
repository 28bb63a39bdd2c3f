"""Reading one cell: what is certain is read and shown, what isn't is asked."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbooks.builders import names
from tracker.workbooks.cells import interpret, read_choice
from tracker.workbooks.days import EARLIEST, LATEST, read_date
from tracker.workbooks.kinds.base import Column, Type
from tracker.workbooks.lookups import Option, Source
from tracker.workbooks.outcome import Outcome
from tracker.workbooks.plaintext import guarded, plain, unguarded
from tracker.workbooks.quick import quick_reader
from tracker.workbooks.wire import ERROR, NO_VALUE, mark_value, marked, shown

AMOUNT = Column("amount", "淘汰产能", Type.AMOUNT, maximum=Decimal(99_999_999))
COUNT = Column("equipment_count", "装备数量", Type.INTEGER, maximum=Decimal(999_999))
DAY = Column("deadline", "完成期限", Type.DATE)
CITY = Column("city", "设区市", Type.CHOICE, source="city")
CODE = Column("credit_code", "统一社会信用代码", Type.CREDIT_CODE)
NAME = Column("enterprise", "企业名称", proper_name=True, max_length=20)
REMARK = Column("remark", "备注")


def cell(raw: Any, column: Column, *, date1904: bool = False) -> Outcome:
    """The outcome of a cell as the child would hand it over."""
    value = raw if isinstance(raw, str | float) else float(raw) if isinstance(raw, int) else mark_value(raw)
    return interpret(value, column, names().sources.get(column.source), date1904=date1904)


LITERAL: list[tuple[Any, Column, Any]] = [
    (5.5, AMOUNT, Decimal("5.5")),
    (0.1 + 0.2, AMOUNT, Decimal("0.3")),
    (120.0, AMOUNT, Decimal(120)),
    (0, AMOUNT, Decimal(0)),
    (-0.0, AMOUNT, Decimal(0)),
    (3, COUNT, 3),
    (date(2010, 9, 15), DAY, date(2010, 9, 15)),
    ("2010-09-15", DAY, date(2010, 9, 15)),
    ("杭州市", CITY, "330100"),
    ("91350100M000100Y43", CODE, "91350100M000100Y43"),
    (" 富阳水泥有限公司 ", NAME, "富阳水泥有限公司"),
    ("一行\n 两行", REMARK, "一行 两行"),
    (2010, REMARK, "2010"),
    ("=1+1", REMARK, "=1+1"),
    ("'=1+1", REMARK, "=1+1"),
    ("<script>alert(1)</script>", REMARK, "<script>alert(1)</script>"),
    ("", AMOUNT, None),
    ("  ", REMARK, None),
]


@pytest.mark.parametrize(("raw", "column", "value"), LITERAL)
def test_a_literal_cell_is_read_without_a_word(raw: Any, column: Column, value: Any) -> None:
    assert cell(raw, column) == Outcome(value)


SHOWN: list[tuple[Any, Column, Any, str]] = [
    ("5.5万吨", AMOUNT, Decimal("5.5"), "5.5 万吨"),
    ("１，２３４．５", AMOUNT, Decimal("1234.5"), "1234.5"),
    ("1,234", AMOUNT, Decimal(1234), "1234"),
    ("约 12", AMOUNT, Decimal(12), "12"),
    ("12 左右", AMOUNT, Decimal(12), "12"),
    ("12.5万", AMOUNT, Decimal("12.5"), "12.5 万"),
    ("'12", AMOUNT, Decimal(12), "12"),
    ("—", AMOUNT, None, "空"),
    ("2台", COUNT, 2, "2 台"),
    ("2010年9月15日", DAY, date(2010, 9, 15), "2010-09-15"),
    ("2010.9.15", DAY, date(2010, 9, 15), "2010-09-15"),
    ("2010/9/15", DAY, date(2010, 9, 15), "2010-09-15"),
    ("２０１０年９月１５日", DAY, date(2010, 9, 15), "2010-09-15"),
    ("20100915", DAY, date(2010, 9, 15), "2010-09-15"),
    (20100915, DAY, date(2010, 9, 15), "2010-09-15"),
    ("二〇一〇年九月十五日", DAY, date(2010, 9, 15), "2010-09-15"),
    ("二○一○年十二月三十一日", DAY, date(2010, 12, 31), "2010-12-31"),
    ("2010年9月15日前", DAY, date(2010, 9, 15), "2010-09-15（含当天）"),
    (40436, DAY, date(2010, 9, 15), "2010-09-15"),
    ("杭州", CITY, "330100", "杭州市"),
    ("杭 州 市", CITY, "330100", "杭州市"),
    (330100, CITY, "330100", "杭州市"),
    ("杭州\u200b市", CITY, "330100", "杭州市"),
    ("D2143569-X", CODE, "D2143569X", "D2143569X"),
    ("91350100m000100y43", CODE, "91350100M000100Y43", "91350100M000100Y43"),
    ("富阳 水泥(集团) 公司", NAME, "富阳水泥（集团）公司", "富阳水泥（集团）公司"),
    ("富阳\u200b水泥", NAME, "富阳水泥", "富阳水泥（已去掉不可见字符 U+200B）"),
]


@pytest.mark.parametrize(("raw", "column", "value", "read_as"), SHOWN)
def test_a_cell_read_other_than_literally_is_shown(raw: Any, column: Column, value: Any, read_as: str) -> None:
    outcome = cell(raw, column)
    assert (outcome.value, outcome.read_as, outcome.code) == (value, read_as, "")


ASKED: list[tuple[Any, Column, str, str]] = [
    ("-3", AMOUNT, "NEGATIVE", "不小于 0"),
    ("(3)", AMOUNT, "NEGATIVE", "负数"),
    ("5～6", AMOUNT, "NOT_A_NUMBER", "不能确定"),
    ("12,5", AMOUNT, "NOT_A_NUMBER", "12,5"),
    ("12kWh", AMOUNT, "NOT_A_NUMBER", "12kWh"),
    ("待定", AMOUNT, "NOT_A_NUMBER", "待定"),
    ("1.23456", AMOUNT, "TOO_MANY_DECIMALS", "4 位"),
    (100 / 3, AMOUNT, "TOO_MANY_DECIMALS", "四舍五入"),
    (1e12, AMOUNT, "TOO_LARGE", "99999999"),
    (marked(ERROR, "#REF!"), AMOUNT, "FORMULA_ERROR", "公式错误 #REF!"),
    ("#N/A", REMARK, "FORMULA_ERROR", "公式错误 #N/A"),
    (marked(NO_VALUE, ""), AMOUNT, "FORMULA_WITHOUT_VALUE", "请用 Excel 打开并保存"),
    (2.5, COUNT, "NOT_AN_INTEGER", "不是整数"),
    ("3万", COUNT, "NOT_A_NUMBER", "完整的数字"),
    ("9月底", DAY, "DATE_UNCLEAR", "9月底"),
    ("2010年9月", DAY, "DATE_UNCLEAR", "请写明年月日"),
    ("9月15日", DAY, "DATE_UNCLEAR", "请写明年月日"),
    ("二〇二六年", DAY, "DATE_UNCLEAR", "请写明年月日"),
    (2010.9, DAY, "DATE_UNCLEAR", "2010.9"),
    ("2026.2.30", DAY, "NO_SUCH_DAY", "不是存在的日期"),
    ("9999-12-31", DAY, "DATE_OUT_OF_RANGE", "核对年份"),
    (date(1900, 2, 28), DAY, "DATE_OUT_OF_RANGE", "核对年份"),
    (timedelta(days=3), DAY, "DATE_UNCLEAR", "3 days"),
    ("吕粱", CITY, "UNKNOWN_CHOICE", "没有“吕粱”"),
    ("杭洲市", CITY, "UNKNOWN_CHOICE", "是不是：杭州市？"),
    ("宁波\u202e币", CITY, "UNKNOWN_CHOICE", "U+202E"),
    (9.13301e17, CODE, "NUMBER_TOO_LONG", "文本格式"),
    ("9.13301E+17", CODE, "NUMBER_TOO_LONG", "文本格式"),
    ("91350100M000100Y44", CODE, "BAD_CODE", "校验位不对"),
    ("9135O100M000100Y43", CODE, "BAD_CODE", "是否为 91350100M000100Y43"),
    ("330100000012345", CODE, "BAD_CODE", "工商注册号"),
    ("12345", CODE, "BAD_CODE", "5 位"),
    (1.2345678901234567e19, REMARK, "NUMBER_TOO_LONG", "末几位已丢失"),
    ("富阳" * 20, NAME, "TEXT_TOO_LONG", "最多 20 字"),
    ("水泥\x07", REMARK, "CONTROL_CHARACTER", "U+0007"),
    ("水泥_x0000_", REMARK, "CONTROL_CHARACTER", "_x0000_"),
]


@pytest.mark.parametrize(("raw", "column", "code", "text"), ASKED)
def test_a_cell_that_cannot_be_read_with_certainty_is_asked(raw: Any, column: Column, code: str, text: str) -> None:
    outcome = cell(raw, column)
    assert (outcome.value, outcome.code, text in outcome.message) == (None, code, True), outcome


def test_an_unknown_choice_names_the_allowed_ones() -> None:
    assert cell("吕粱", CITY).expected == "杭州市、宁波市、温州市"
    assert cell("杭洲市", CITY).expected == "杭州市、宁波市、温州市"
    long = Source(Option(str(number), f"{number} 号") for number in range(1, 91))
    assert read_choice("甲", long).expected.endswith("11 号、12 号……共 90 项，见模板的下拉列表")


def test_only_what_is_offered_is_named_but_all_is_understood() -> None:
    source = names().sources["county"]
    source.offer(lambda option: option.value == "330183")
    assert read_choice("富阳", source).value == "330183"
    assert read_choice("余杭", source).value == "330110"
    assert (read_choice("余行区", source).expected, "余杭" in read_choice("余行区", source).message) == (
        "富阳市",
        False,
    )


def test_a_serial_number_means_another_day_in_the_other_date_system() -> None:
    assert cell(40436, DAY).value == date(2010, 9, 15)
    assert cell(38974, DAY, date1904=True).value == date(2010, 9, 15)


@given(st.decimals(min_value=0, max_value=9_999_999, places=4, allow_nan=False))
def test_an_amount_reads_back_however_it_is_written(amount: Decimal) -> None:
    written = [
        float(amount),
        f"{amount:f}",
        f"{amount:,f}",
        f"{amount:f}万吨",
        f"约{amount:f}",
        f"{amount:f}".translate(FULL_WIDTH),
    ]
    assert {cell(each, AMOUNT).value for each in written} == {amount}


FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(st.dates(EARLIEST, LATEST))
def test_a_day_reads_back_however_it_is_written(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    written = [
        day,
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        serial,
    ]
    assert {cell(each, DAY).value for each in written} == {day}


@given(st.text(max_size=40) | st.floats(allow_nan=False, allow_infinity=False))
def test_no_cell_makes_a_reader_fail_with_an_exception(raw: str | float) -> None:
    for column in (AMOUNT, COUNT, DAY, CITY, CODE, NAME, REMARK):
        outcome = cell(raw, column)
        assert not (outcome.code and outcome.value is not None)
        assert not outcome.code or outcome.message


@given(st.text(max_size=30))
def test_what_is_guarded_for_a_spreadsheet_reads_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip(" \u00a0\ufeff")[:1] not in set("=+-@\t\r\n\0＝＋－＠")


@given(st.text(max_size=30))
def test_the_comparable_form_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_can_be_shown(number: float) -> None:
    assert float(shown(number)) == number


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("（）()，、：=+-'_ 水泥x0"), max_size=12) | st.floats(0, 1e9)
)
def test_the_quick_reading_is_the_full_one_only_faster(raw: str | float) -> None:
    for column in (AMOUNT, CODE, NAME, REMARK):
        quick = quick_reader(column)(raw)
        assert quick is None or cell(raw, column) == Outcome(quick)


def test_a_moment_of_a_day_is_read_as_that_day_and_said_so() -> None:
    outcome = read_date(marked("m", "2010-09-15 10:30:00"), date1904=False)
    assert (outcome.value, outcome.read_as) == (date(2010, 9, 15), "2010-09-15")
