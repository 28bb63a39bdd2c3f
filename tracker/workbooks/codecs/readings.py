"""Monthly readings in sheets: one row a facility and month."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tracker.officers.models import Officer
from tracker.progress.readings import MonthlyReading, ReadingRow, merge_readings
from tracker.quotas.models import Plan
from tracker.workbooks.codecs.base import Codec, Values, same
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


CODEC = Codec(READINGS, "reading", _reading, merge_readings, _readings, _reading_values)
