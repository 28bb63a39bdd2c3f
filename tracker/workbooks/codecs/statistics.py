"""Regional statistics in sheets: one row a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.registry.statistics import RegionStatistic, StatisticRow, merge_statistics
from tracker.workbooks.codecs.base import Codec, Values, same
from tracker.workbooks.kinds.statistics import STATISTICS


def _statistic(values: Values) -> StatisticRow:
    first, month = values.get("year_from"), values.get("month")
    return StatisticRow(
        region_id=values["region"],
        year=int(values["year"]),
        year_from=None if first is None else int(first),
        month=int(month or 0),
        indicator=values["indicator"],
        nature=values["nature"],
        content=values["content"],
        industry_id=values.get("industry"),
        value=values["value"],
        unit=values["value_unit"],
        source=values["source"],
    )


def _merge(*, plan: Plan, rows: list[StatisticRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Statistics belong to a year of their own, whatever plan they are sent under."""
    return merge_statistics(rows=rows, by=by, dry_run=dry_run)


def _statistics(plan: Plan, officer: Officer) -> QuerySet[Any]:
    """All the officer may see: figures of other years are what one compares with."""
    return RegionStatistic.objects.visible_to(officer).order_by("-year", "region_id", "indicator", "content", "pk")


def _values(row: RegionStatistic) -> Values:
    return {
        "row_id": row.pk,
        "region": row.region_id,
        "year": Decimal(row.year),
        "year_from": Decimal(row.year_from) if row.year_from != row.year else None,
        "month": Decimal(row.month) if row.month else None,
        "industry": row.industry_id,
        "value_unit": row.unit,
        **same(row, "indicator", "nature", "content", "value", "source"),
    }


CODEC = Codec(STATISTICS, "statistic", _statistic, _merge, _statistics, _values)
