"""Versions of a plan (计划版本): frozen at issue and at every approved change, and compared with one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.quotas.version_tables import PlanVersion, PlanVersionLine
from tracker.regions.amounts import total
from tracker.regions.naming import Name
from tracker.values.units import convert, unit_named

_COPIED = "region_id, industry_id, content, amount, unit, equipment_count, equipment_unit, deadline, lead_department_id"


@dataclass(frozen=True)
class Change:
    """One task in two versions; None where a version doesn't have it. Amounts in `unit`."""

    region_id: str
    region: str
    industry_id: str
    industry: str
    content: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    equipment_unit: str
    equipment_before: Decimal | None
    equipment_after: Decimal | None

    @property
    def difference(self) -> Decimal:
        """After minus before."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))

    @property
    def differs(self) -> bool:
        """Whether anything changed."""
        return self.before != self.after or self.equipment_before != self.equipment_after


@dataclass(frozen=True)
class Total:
    """The sum of one level of regions in one industry, before and after."""

    level: str
    industry_id: str
    industry: str
    unit: str
    before: Decimal
    after: Decimal


def freeze(plan: Plan, *, cause: str, by: Officer, on: date, document_number: str = "", note: str = "") -> PlanVersion:
    """Write down the plan's quotas as they stand, under the next number."""
    last = PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.objects.create(
        plan=plan, number=last + 1, cause=cause, by=by, on=on, document_number=document_number, note=note
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO tracker_planversionline (plan_version_id, region_name, {_COPIED})
            SELECT %s, r.name, {_COPIED} FROM tracker_quota q JOIN tracker_region r ON r.code = q.region_id
            WHERE q.plan_id = %s
            """,
            [version.pk, plan.pk],
        )
    return version


def freeze_as_issued(plan: Plan, *, by: Officer) -> None:
    """A plan issued before versions were kept gets its first version before anything about it changes."""
    if plan.issued_on and not PlanVersion.objects.filter(plan=plan).exists():
        note = _("下达时未留版本，按首次变更前的任务补录")
        freeze(
            plan,
            cause=PlanVersion.Cause.ISSUED,
            by=by,
            on=plan.issued_on,
            document_number=plan.document_number,
            note=note,
        )


def compare(older: PlanVersion, newer: PlanVersion | None, officer: Officer) -> list[Change]:
    """Every task of two versions side by side, as far as the officer sees; `newer` None means the plan of today."""
    before = {_key(row): row for row in _lines(older, officer)}
    after = {_key(row): row for row in (_lines(newer, officer) if newer else _today(older.plan, officer))}
    return [_change(before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys())]


def totals(older: PlanVersion, newer: PlanVersion | None, officer: Officer) -> list[Total]:
    """The sums of each level and industry in two versions, made in SQL, in the industry's own unit."""
    before = _summed(_lines(older, officer))
    after = _summed(_lines(newer, officer) if newer else _today(older.plan, officer))
    return [_total(key, before, after) for key in sorted(before.keys() | after.keys())]


def _lines(version: PlanVersion, officer: Officer) -> QuerySet[PlanVersionLine]:
    return PlanVersionLine.objects.visible_to(officer).filter(plan_version=version).select_related("region", "industry")


def _today(plan: Plan, officer: Officer) -> QuerySet[Quota]:
    return Quota.objects.visible_to(officer).filter(plan=plan).select_related("region", "industry")


def _key(row: Any) -> tuple[str, str, str]:
    return (row.region_id, row.industry_id, row.content)


def _change(before: Any, after: Any) -> Change:
    row = after or before
    return Change(
        region_id=row.region_id,
        region=getattr(row, "region_name", "") or row.region.name,
        industry_id=row.industry_id,
        industry=row.industry.name,
        content=row.content,
        unit=row.unit,
        before=convert(before.amount, before.unit, row.unit) if before else None,
        after=after.amount if after else None,
        equipment_unit=row.equipment_unit,
        equipment_before=before.equipment_count if before else None,
        equipment_after=after.equipment_count if after else None,
    )


def _summed(rows: QuerySet[Any]) -> dict[tuple[str, str], dict[str, Any]]:
    grouped = (
        rows.order_by()
        .values(
            "industry_id",
            level=F("region__level"),
            name=F("industry__name"),
            english=F("industry__name_en"),
            own_unit=F("industry__unit"),
        )
        .annotate(sum=total())
    )
    return {(row["level"], row["industry_id"]): row for row in grouped}


def _total(key: tuple[str, str], before: dict[Any, Any], after: dict[Any, Any]) -> Total:
    known = after.get(key) or before[key]
    unit = known["own_unit"]
    sums = [side[key]["sum"] / unit_named(unit).factor if key in side else Decimal(0) for side in (before, after)]
    return Total(key[0], key[1], Name(known["name"], known["english"]), unit, *sums)
