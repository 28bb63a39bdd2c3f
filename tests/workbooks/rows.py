"""Rows of values as exports write them: one that lacks nothing, and any that a kind can hold."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.workbooks.builders import names
from tracker.registry.credit_codes import CREDIT_ALPHABET, credit_check_character
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS, ROW_ID, Column, Kind, Type
from tracker.workbooks.plaintext import control_in, invisible_in, proper_name, tidy
from tracker.workbooks.validate import check_workbook

TEXTS = st.text(max_size=30).map(tidy).filter(lambda text: text and not control_in(text) and not invisible_in(text))
DANGEROUS = st.sampled_from(
    ["=1+1", "+SUM(A1)", "-2+3", "@x", "＝cmd", "'=1", '=HYPERLINK("http://x")', "<b>", "合同\n二", "#x"]
)
CODES = st.text(CREDIT_ALPHABET, min_size=17, max_size=17).map(lambda body: body + credit_check_character(body))

# The enterprises whose kilns the plan of these tests lists (conftest.py).
KILNS = ["甲水泥厂", "乙水泥厂", "丙水泥厂"]


# The choice of a column, by the name of its options.
CHOSEN = {"award_source": "central", "award_purpose": "workers", "order": "浙淘汰强〔2010〕1号"}
STATED = {"region": "330100", "indicator": "capacity", "nature": "result", "value_unit": "万吨"}


def good(kind: str, **changes: Any) -> dict[str, Any]:
    """A row of values that lacks nothing."""
    values: dict[str, Any] = {column.name: None for column in KINDS[kind].columns} | {
        "city": "330100", "county": "330183", "enterprise": "富阳第一水泥有限公司", "industry": "cement", "content": "机立窑",
        "equipment": "机立窑", "amount": Decimal("12.25"), "unit": "万吨", "deadline": date(2010, 9, 15), "stage": "stopped",
        "completed_on": date(2010, 8, 31), "number": "浙淘汰强〔2010〕1号", "party": "富阳第一水泥有限公司",
        "executed_on": date(2010, 10, 20), "operator": "王建国",
        "year": Decimal(2010), "month": Decimal(9), "electricity": Decimal(12), **STATED, "value": Decimal("5.5"), "source": "统计公报",
    }  # fmt: skip
    values |= {column.name: CHOSEN[column.source] for column in KINDS[kind].columns if column.source in CHOSEN}
    return {name: value for name, value in (values | changes).items() if name in (*KINDS[kind].by_name(), ROW_ID)}


def values_of(column: Column) -> st.SearchStrategy[Any]:
    """Any value a column can hold."""
    by_type: dict[Type, st.SearchStrategy[Any]] = {
        Type.AMOUNT: st.decimals(min_value=0, max_value=99_999_999, places=4, allow_nan=False),
        Type.INTEGER: st.integers(0, min(999_999, int(column.maximum or 999_999))),
        Type.DATE: st.dates(date(1949, 10, 1), date(2100, 12, 31)),
        Type.CREDIT_CODE: CODES,
        Type.TEXT: (TEXTS | DANGEROUS.map(tidy))
        .map(lambda text: tidy((proper_name(text) if column.proper_name else text)[: column.max_length]))
        .filter(bool),
    }
    if column.type is not Type.CHOICE:
        made = by_type[column.type]
        return made if column.required else st.none() | made
    fixed = {
        "city": "330100",
        "county": "330183",
        "unit": "万吨",
        "equipment_unit": "台",
        "industry": "cement",
        **STATED,
    }
    return (
        st.just(fixed[column.name])
        if column.name in fixed
        else st.just(None)
        if not column.required
        else st.just(CHOSEN.get(column.source, "stopped"))
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
    return st.lists(row.map(settled), min_size=1, max_size=12, unique_by=tuple(unique))


def check(path: Path, kind: str) -> Checked:
    """What a file comes to, with the names of the tests."""
    return check_workbook(path, KINDS[kind], names())
