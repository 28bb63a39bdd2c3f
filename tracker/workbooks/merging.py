"""From checked rows to the rooms' services (写入): for each kind, how values become a room's rows and which verb merges them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import QuotaRow, merge_quotas
from tracker.regions.models import Region
from tracker.targets.listing import merge_targets
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.workbooks.checked import Row
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.kinds.base import Kind, Type

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Codec:
    """One kind's way into its room."""

    kind: Kind
    resource: str  # in the permission table
    to_row: Callable[[Values], Any]
    verb: Callable[..., MergeResult]
    visible: Callable[[Plan, Officer], QuerySet[Any]]
    values_of: Callable[[Any], Values]

    def merge(self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool) -> MergeResult:
        """Merge checked rows through the room's service; with `dry_run` only tell what would happen."""
        return self.verb(plan=plan, rows=[self.to_row(row.values) for row in rows], by=by, dry_run=dry_run)

    def current(self, rows: QuerySet[Any]) -> Iterator[Values]:
        """Stored rows as a sheet's values, ready to be written and read back."""
        for row in rows.iterator(2000):
            yield self.values_of(row)

    def load(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Stored JSON values back as Decimal and date."""
        return {name: self._value(name, value) for name, value in stored.items()}

    def _value(self, name: str, value: Any) -> Any:
        column = self.kind.by_name().get(name)
        if column is None or value is None:
            return value
        if column.type in {Type.AMOUNT, Type.INTEGER}:
            return Decimal(str(value))
        return date.fromisoformat(value) if column.type is Type.DATE else value


def _quota(values: Values) -> QuotaRow:
    return QuotaRow(
        region_id=values["city"],
        industry_id=values["industry"],
        content=values["content"],
        amount=values["amount"],
        unit=values["unit"],
        deadline=values["deadline"],
        equipment_count=values.get("equipment_count"),
        equipment_unit=values.get("equipment_unit") or "",
        lead_department_id=values.get("lead_department") or None,
        remark=values.get("remark") or "",
    )


def _target(values: Values) -> TargetRow:
    return TargetRow(
        region_id=values["county"],
        enterprise_name=values["enterprise"],
        industry_id=values["industry"],
        facility_name=values["equipment"],
        amount=values["amount"],
        unit=values["unit"],
        deadline=values["deadline"],
        credit_code=values.get("credit_code") or None,
        equipment_count=values.get("equipment_count"),
        equipment_unit=values.get("equipment_unit") or "",
        remark=values.get("remark") or "",
    )


def _quotas(plan: Plan, officer: Officer) -> QuerySet[Any]:
    cities = Quota.objects.visible_to(officer).filter(plan=plan, region__level=Region.Level.CITY)
    return cities.order_by("region_id", "industry_id", "content")


def _quota_values(quota: Quota) -> Values:
    return {
        "row_id": quota.pk,
        "city": quota.region_id,
        "industry": quota.industry_id,
        "lead_department": quota.lead_department_id,
        **_same(quota, "content", "amount", "unit", "equipment_count", "equipment_unit", "deadline", "remark"),
    }


def _targets(plan: Plan, officer: Officer) -> QuerySet[Any]:
    rows = Target.objects.visible_to(officer).filter(plan=plan).select_related("enterprise", "facility", "region")
    return rows.order_by("region_id", "enterprise__name", "pk")


def _target_values(target: Target) -> Values:
    return {
        "row_id": target.pk,
        "city": target.region.city_code,
        "county": target.region_id,
        "enterprise": target.enterprise.name,
        "credit_code": target.enterprise.credit_code,
        "industry": target.industry_id,
        "equipment": target.facility.name,
        **_same(target, "amount", "unit", "equipment_count", "equipment_unit", "deadline", "remark"),
    }


def _same(row: Any, *names: str) -> dict[str, Any]:
    """Fields a table and a sheet call by the same name; blanks as None, as a reader gives them."""
    return {name: None if (value := getattr(row, name)) == "" else value for name in names}


CODECS: dict[str, Codec] = {
    "quotas": Codec(KINDS["quotas"], "quota", _quota, merge_quotas, _quotas, _quota_values),
    "targets": Codec(KINDS["targets"], "target", _target, merge_targets, _targets, _target_values),
}
