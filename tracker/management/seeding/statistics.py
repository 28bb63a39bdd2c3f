"""Statistics (地区统计): what was reached through 2009 (S4.1), and later press figures of the province and its cities.

National figures of the same file have no region here and stay in the file.
"""

from __future__ import annotations

from typing import Any

from tracker.management.seeding.facts import RESULTS_LATER, RESULTS_TO_2009
from tracker.management.seeding.loading import Load, Rows, citation
from tracker.management.seeding.reading import SeedRow
from tracker.registry.statistics import Indicator, Nature, RegionStatistic

PROVINCE = "330000"
KEY = ("region_id", "year_from", "year", "month", "indicator", "nature", "content")
_NATURES = {"benefit": Nature.RESULT, "result": Nature.RESULT, "published": Nature.PUBLISHED, "plan": Nature.PLAN}


def _source(row: SeedRow, rows: Rows) -> str:
    """The document and clause, with the note on how the figure was stated there."""
    note = row.values.get("note")
    return (citation(row, rows) + (f"（{note}）" if note else ""))[:200]


def _nature(row: SeedRow, _rows: Rows) -> str:
    if row.values["kind"] == "target":
        return Nature.EXTRA if row.values["self_imposed"] else Nature.TARGET
    return _NATURES[row.values["kind"]]


def _to_2009(indicator: Indicator, column: str) -> Load:
    """One figure of each row: its capacity, or how many units of equipment."""

    def said(value: Any) -> Any:
        return lambda _row, _rows: value

    return Load(
        RESULTS_TO_2009,
        RegionStatistic,
        key=KEY,
        fields={
            "year_from": "period_from", "year": "period_to", "content": "content", "industry_id": "industry",
            "value": column, "unit": f"{column}_unit",
        },
        computed={
            "region_id": said(PROVINCE), "month": said(0), "indicator": said(indicator.value),
            "nature": said(Nature.RESULT.value), "source": _source,
        },
        create_only=True,
        only=lambda row: row.values[column] is not None,
    )  # fmt: skip


LOADS = [
    _to_2009(Indicator.CAPACITY, "capacity"),
    _to_2009(Indicator.EQUIPMENT, "count"),
    Load(
        RESULTS_LATER,
        RegionStatistic,
        key=KEY,
        fields={
            "region_id": "region",
            "year_from": "year_from",
            "year": "year_to",
            "indicator": "metric",
            "content": "content",
            "industry_id": "industry",
            "value": "amount",
            "unit": "unit",
        },
        computed={"month": lambda _row, _rows: 0, "nature": _nature, "source": _source},
        create_only=True,
        only=lambda row: bool(row.values["region"]),
    ),
]
