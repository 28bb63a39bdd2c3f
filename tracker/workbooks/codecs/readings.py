"""Monthly readings in sheets: one row a facility and month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tracker.bulk.merge import MergeResult
from tracker.enforcement.statements import recharge
from tracker.officers.models import Officer
from tracker.progress.readings import MonthlyReading, ReadingRow, merge_readings
from tracker.quotas.models import Plan
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs.base import Codec, Undoing, Values, have_come, same
from tracker.workbooks.kinds.readings import READINGS


def _reading(values: Values) -> ReadingRow:
    return ReadingRow(
        enterprise_name=values["enterprise"],
        facility_name=values["equipment"],
        year=int(values["year"]),
        month=int(values["month"]),
        electricity=values["electricity"],
        water=values.get("water"),
        credit_code=values.get("credit_code") or None,
    )


def _readings(plan: Plan, officer: Officer) -> QuerySet[Any]:
    """Those of the plan's facilities, in its year."""
    rows = MonthlyReading.objects.visible_to(officer).filter(facility__targets__plan=plan, month__year=plan.year)
    return rows.select_related("facility__enterprise").order_by("region_id", "facility__enterprise__name", "pk")


def _reading_values(reading: MonthlyReading) -> Values:
    return {
        "row_id": reading.pk,
        "enterprise": reading.facility.enterprise.name,
        "credit_code": reading.facility.enterprise.credit_code,
        "equipment": reading.facility.name,
        "year": Decimal(reading.month.year),
        "month": Decimal(reading.month.month),
        **same(reading, "electricity", "water"),
    }


class ReadingCodec(Codec):
    """Readings corrected by a sheet, or taken back with it, change what was charged at once."""

    def merge(
        self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool, on: date | None = None
    ) -> MergeResult:
        """Merge the rows; then the months they tell of are calculated anew, as far as they were charged."""
        result = super().merge(plan, rows, by, dry_run=dry_run, on=on)
        have_come(rows, result, _month, on, field="month")
        if on is not None and not dry_run and result.count("unchanged") < len(rows):
            recharge(since=min(_month(row.values) for row in rows), on=on)
        return result


def _month(values: Values) -> date:
    return date(int(values["year"]), int(values["month"]), 1)


def _recharge(undoing: Undoing) -> None:
    recharge(since=date.min, on=undoing.on)


CODEC = ReadingCodec(READINGS, "reading", _reading, merge_readings, _readings, _reading_values, after_undo=_recharge)
