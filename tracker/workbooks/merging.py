"""From checked rows to the rooms' services (写入): for each kind, how values become a room's rows and which verb merges them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.quotas.services import QuotaRow, merge_quotas
from tracker.targets.resolving import TargetRow
from tracker.targets.services import merge_targets
from tracker.workbooks.checked import Row
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.kinds.base import Kind, Type

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Codec:
    """One kind's way into its room."""

    kind: Kind
    to_row: Callable[[Values], Any]
    verb: Callable[..., MergeResult]

    def merge(self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool) -> MergeResult:
        """Merge checked rows through the room's service; with `dry_run` only tell what would happen."""
        return self.verb(plan=plan, rows=[self.to_row(row.values) for row in rows], by=by, dry_run=dry_run)

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


CODECS: dict[str, Codec] = {
    "quotas": Codec(KINDS["quotas"], _quota, merge_quotas),
    "targets": Codec(KINDS["targets"], _target, merge_targets),
}
