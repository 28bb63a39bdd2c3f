"""The bad samples: small tables with exactly one fault each, and what a reader must say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.management.samples.sheets import Page, workbook
from tracker.workbooks.kinds import KINDS

QUOTA_HEADERS, TARGET_HEADERS = (tuple(KINDS[code].headers) for code in ("quotas", "targets"))
_DAY = "2010-09-15"
_QUOTAS: list[list[Any]] = [
    ["杭州市", "水泥", "直径3米及以下粉磨机", 110, "万吨", 14, "台", _DAY, None, None],
    ["宁波市", "水泥", "直径3米及以下粉磨机", 40, "万吨", 5, "台", _DAY, None, None],
    ["绍兴市", "印染", "年产3000万米及以下印染", 62000, "万米", 58, "条", _DAY, None, None],
]
_TARGETS: list[list[Any]] = [
    [
        "杭州市",
        "富阳市",
        "富阳示例甲水泥有限公司",
        "101100019",
        "水泥",
        "Φ2.2×6.5米水泥磨机",
        1,
        "台",
        8.5,
        "万吨",
        _DAY,
        None,
    ],
    [
        "绍兴市",
        "绍兴县",
        "绍兴示例乙印染有限公司",
        None,
        "印染",
        "年产1200万米印染生产线",
        1,
        "条",
        1200,
        "万米",
        _DAY,
        None,
    ],
]


@dataclass(frozen=True)
class Bad:
    """One bad file: which kind it claims to be, its content, and the one error (code, cell) that names its fault."""

    name: str
    kind: str
    content: bytes
    code: str
    cell: str


def bad_files() -> list[Bad]:
    """All of them. The first row of data is row 5, the first column of data is B."""
    return [
        Bad("quotas_unknown_city.xlsx", "quotas", _quotas((1, 0, "杭洲市南边")), "UNKNOWN_CHOICE", "B6"),
        Bad("quotas_wrong_unit.xlsx", "quotas", _quotas((1, 4, "万米")), "UNIT_OF_OTHER_INDUSTRY", "F6"),
        Bad("quotas_negative_amount.xlsx", "quotas", _quotas((2, 3, -62000)), "NEGATIVE", "E7"),
        Bad("quotas_duplicate_row.xlsx", "quotas", _file(QUOTA_HEADERS, [*_QUOTAS, _QUOTAS[0]]), "DUPLICATE_ROW", "D8"),
        Bad("quotas_missing_column.xlsx", "quotas", _without(QUOTA_HEADERS, _QUOTAS, "任务量"), "MISSING_COLUMN", "A4"),
        Bad("targets_bad_check_digit.xlsx", "targets", _targets((0, 3, "101100012")), "BAD_CODE", "E5"),
        Bad("targets_county_of_other_city.xlsx", "targets", _targets((1, 1, "富阳市")), "COUNTY_NOT_IN_CITY", "C6"),
        Bad("targets_no_certain_date.xlsx", "targets", _targets((0, 10, "9月底前后")), "DATE_UNCLEAR", "L5"),
        Bad("not_a_workbook.xlsx", "quotas", "这不是电子表格。\n".encode() * 20, "NOT_XLSX", ""),
    ]


def _quotas(*spoils: tuple[int, int, Any]) -> bytes:
    return _file(QUOTA_HEADERS, _spoiled(_QUOTAS, spoils))


def _targets(*spoils: tuple[int, int, Any]) -> bytes:
    return _file(TARGET_HEADERS, _spoiled(_TARGETS, spoils))


def _spoiled(rows: Sequence[Sequence[Any]], spoils: Sequence[tuple[int, int, Any]]) -> list[list[Any]]:
    spoiled = [list(row) for row in rows]
    for row, column, value in spoils:
        spoiled[row][column] = value
    return spoiled


def _without(headers: tuple[str, ...], rows: Sequence[Sequence[Any]], header: str) -> bytes:
    gone = headers.index(header)
    kept = [[cell for at, cell in enumerate(row) if at != gone] for row in rows]
    return _file(tuple(text for text in headers if text != header), kept)


def _file(headers: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> bytes:
    line = ("填报单位（盖章）：　　　　填报日期：", "")
    return workbook(Page("Sheet1", "浙江省2010年淘汰落后产能表（错误样例）", line, headers, rows, total=False))
