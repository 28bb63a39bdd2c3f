"""Monthly readings (用电用水抄表): how much a facility used in a month; merged as a set from workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.bulk.merge import MergeResult, MergeSpec, merge
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.registry.lines import Lines
from tracker.registry.models import Facility
from tracker.values.errors import InvalidValue


class MonthlyReadingQuerySet(ScopedQuerySet["MonthlyReading"]):
    """Questions asked of readings."""


@tracked()
class MonthlyReading(models.Model):
    """月度用量 of one facility: electricity in kWh, water in m³."""

    resource = "reading"
    scope_column = "region_id"

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="readings", verbose_name=_("装备（生产线）"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    month = models.DateField(_("月份"))
    electricity = models.DecimalField(_("用电量（千瓦时）"), max_digits=18, decimal_places=4)
    water = models.DecimalField(_("用水量（立方米）"), max_digits=18, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MonthlyReadingQuerySet.as_manager()

    class Meta:
        ordering = ["facility_id", "month"]
        verbose_name = _("月度用量")
        constraints = [
            models.UniqueConstraint(fields=["facility", "month"], name="reading_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="reading_month_is_first_day"),
            models.CheckConstraint(
                condition=Q(electricity__gte=0) & (Q(water__isnull=True) | Q(water__gte=0)),
                name="reading_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.month:%Y-%m}"


@dataclass(frozen=True)
class ReadingRow:
    """One line of a readings workbook."""

    enterprise_name: str
    facility_name: str
    year: int
    month: int
    electricity: Decimal
    water: Decimal | None = None
    credit_code: str | None = None


_SPEC = MergeSpec(
    MonthlyReading, key=("facility_id", "month"), values=("electricity", "water"), on_create=("region_id",)
)


@transaction.atomic
def merge_readings(*, plan: Plan, rows: Sequence[ReadingRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Create and correct readings as one set; all or nothing. (The plan only says for which year's work they were asked.)"""
    require(by, "change", "reading")
    find = _finder(rows, by)
    return merge(_SPEC, each_row(rows, lambda row: _record(row, find(row))), dry_run=dry_run)


def _record(row: ReadingRow, facility: Facility) -> dict[str, Any]:
    return {
        "facility_id": facility.pk,
        "month": _month(row),
        "electricity": row.electricity,
        "water": row.water,
        "region_id": facility.region_id,
    }


def _month(row: ReadingRow) -> date:
    try:
        return date(row.year, row.month, 1)
    except ValueError as error:
        raise InvalidValue(_now("年份或月份不正确"), field="month", found=f"{row.year}-{row.month}") from error


def _finder(rows: Sequence[ReadingRow], by: Officer) -> Callable[[ReadingRow], Facility]:
    """Finds the facility a row means; InvalidValue where there is none, or several."""
    named = Facility.objects.visible_to(by).live().filter(name__in={row.facility_name for row in rows})
    lines = Lines((one.enterprise, one.name, one) for one in named.select_related("enterprise"))

    def find(row: ReadingRow) -> Facility:
        fits = lines.fits(row)
        if len(fits) != 1:
            said = {"name": row.enterprise_name, "facility": row.facility_name}
            text = _now("台账中没有%(name)s的“%(facility)s”") if not fits else _now("台账中有多家%(name)s，请填写代码")
            raise InvalidValue(text % said, code="unknown_facility", field="enterprise")
        return fits[0]

    return find
