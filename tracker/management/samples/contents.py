"""What stands in the good samples: ZJ-2010's quotas with a few changes, and an invented list of enterprises."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from fixtures.fiction import County, Enterprise, Fiction
from tracker.management.samples.sheets import Page
from tracker.workbooks.kinds import KINDS

Row = dict[str, str]
DEADLINE = date(2010, 9, 15)
TON_INDUSTRIES = ("steelmaking", "stainless-steel", "cement", "paper", "chemical-fibre")
OTHER_INDUSTRIES = ("dyeing", "leather", "clay-brick", "lead-battery")

# What differs from seeds/quotas_2010.csv: one amount of Hangzhou's and one of Shaoxing's, and quotas the seeds don't have.
CHANGED = {("330100", "cement"): ("118", "15"), ("330600", "dyeing"): ("65000", "61")}
ADDED = [
    ("330500", "lead-battery", "落后铅蓄电池极板生产线", "120", "万千伏安时", "18", "条"),
    ("330300", "lead-battery", "落后铅蓄电池极板生产线", "45", "万千伏安时", "7", "条"),
]
# Some cells are typed as officials type them; every one can be read without guessing.
_DAYS = (DEADLINE, "2010年9月15日", "2010.9.15", "2010-09-15")
_QUOTA_HEADERS = (
    "行业", "淘汰内容", ("任务", ("任务量", "计量单位")), ("装备", ("装备数量", "装备单位")), "完成期限", "牵头部门", "备注",
)  # fmt: skip
_TARGET_HEADERS = tuple(KINDS["targets"].headers)
_NOTE = "注：本表为样表，数字为演示数字，企业均为虚构。"


def quota_pages(city: str = "") -> list[Page]:
    """The quotas of all cities, or of one."""
    rows = [row for row in _quotas() if not city or row["region"] == city]
    line = ("填报单位（盖章）：浙江省经济和信息化委员会　填报日期：2010年7月1日", "单位：万吨")
    tons = [row for row in rows if row["industry"] in TON_INDUSTRIES]
    others = [row for row in rows if row["industry"] in OTHER_INDUSTRIES]
    others.sort(key=lambda row: (OTHER_INDUSTRIES.index(row["industry"]), row["region"]))
    title = "浙江省2010年淘汰落后产能目标任务表（样表）"
    widths = (12, 16, 28, 12, 12, 10, 10, 16, 16, 16)
    pages = [
        Page("目标任务一", title, line, ("设区市", *_QUOTA_HEADERS), _by_city(tons), (3,), notes=(_NOTE,), widths=widths),
        Page(
            "目标任务二", title, (line[0], ""), ("行业", "设区市", *_QUOTA_HEADERS[1:]), _by_industry(others), (3, 5),
            sum_after=True, total=False, notes=(_NOTE,), widths=(16, 12, *widths[2:]),
        ),
    ]  # fmt: skip
    return [page for page in pages if page.rows]


def target_pages() -> list[Page]:
    """A list of enterprises under the quotas of all cities."""
    found = invented()
    title = "浙江省2010年淘汰落后产能企业名单（样表）"
    line = "填报单位（盖章）：浙江省经济和信息化委员会　填报日期：2010年7月5日"
    widths = (10, 12, 32, 22, 14, 28, 10, 10, 12, 12, 16, 16)
    tons = [one for one in found if one.industry in TON_INDUSTRIES]
    others = [one for one in found if one.industry not in TON_INDUSTRIES]
    return [
        Page(
            "名单一", title, (line, "单位：万吨"), _TARGET_HEADERS, _listed(tons), (8,), notes=(_NOTE,), widths=widths
        ),
        Page("名单二", title, (line, ""), _TARGET_HEADERS, _listed(others), total=False, notes=(_NOTE,), widths=widths),
    ]


@cache
def invented() -> list[Enterprise]:
    """The enterprises of the sample list, by city: a part of each city's quotas."""
    fiction = Fiction("targets_sample", first_number=10_100_000, unified_codes=False)
    return [
        one
        for row in _quotas()
        if row["industry"] in {"cement", "paper", "dyeing", "leather", "clay-brick"}
        for one in fiction.enterprises(
            counties(row["region"]),
            row["industry"],
            amount=(Decimal(row["amount"]) / 10).quantize(Decimal("0.01")),
            unit=row["unit"],
            pieces=max(1, int(row["equipment_count"]) // 10),
        )
    ]


def counties(city: str, on: date = DEADLINE) -> list[County]:
    """The counties of a city on a day."""
    found = [row for row in _seed("regions") if row["parent"] == city]
    return [
        County(row["code"], row["short_name"])
        for row in found
        if date.fromisoformat(row["valid_from"]) <= on <= date.fromisoformat(row["valid_to"] or "9999-12-31")
    ]


def _quotas() -> list[Row]:
    rows = [dict(row) for row in _seed("quotas_2010") if row["region"] != "330000"]
    for row in rows:
        row["amount"], row["equipment_count"] = CHANGED.get(
            (row["region"], row["industry"]), (row["amount"], row["equipment_count"])
        )
    names = ("region", "industry", "content", "amount", "unit", "equipment_count", "equipment_unit")
    added = [dict(zip(names, values, strict=True)) | {"lead_department": "", "remark": ""} for values in ADDED]
    return sorted([*rows, *added], key=lambda row: row["region"])


def _by_city(rows: Sequence[Row]) -> list[list[Any]]:
    return [
        [_name("regions", row["region"]), _name("industries", row["industry"]), *_task(row, at)]
        for at, row in enumerate(rows)
    ]


def _by_industry(rows: Sequence[Row]) -> list[list[Any]]:
    return [
        [_name("industries", row["industry"]), _name("regions", row["region"]), *_task(row, at)]
        for at, row in enumerate(rows)
    ]


def _task(row: Row, at: int) -> list[Any]:
    department = _name("organisations", row["lead_department"], "short_name") if row["lead_department"] else None
    return [
        row["content"],
        _typed(row["amount"], at),
        row["unit"],
        int(row["equipment_count"]),
        row["equipment_unit"],
        _DAYS[at % len(_DAYS)],
        department,
        row["remark"] or None,
    ]


def _listed(found: Sequence[Enterprise]) -> list[list[Any]]:
    names = {row["code"]: row for row in _seed("regions")}
    return [
        [
            names[names[one.county]["parent"]]["name"],
            names[one.county]["name"] if at % 3 else names[one.county]["short_name"],
            one.name,
            one.credit_code,
            _name("industries", one.industry),
            one.facility,
            int(one.count),
            one.equipment_unit,
            _typed(str(one.amount), at),
            one.unit,
            _DAYS[at % len(_DAYS)],
            None,
        ]
        for at, one in enumerate(found)
    ]


def _typed(amount: str, at: int) -> Any:
    """A number as it may stand in a cell: mostly a number, now and then a text."""
    value = Decimal(amount)
    if at % 7 == 3:
        return f"{value:,}"
    if at % 7 == 5:
        return str(value).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    return int(value) if value == value.to_integral_value() else float(value)


def _name(table: str, code: str, column: str = "name") -> str:
    return next(row[column] for row in _seed(table) if row["code"] == code)


@cache
def _seed(table: str) -> list[Row]:
    with Path(settings.BASE_DIR, "seeds", f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
