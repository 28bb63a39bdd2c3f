"""Merging a target list as a set (清单合并): what it would do, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tracker.audit.conflicts import change_seen
from tracker.bulk.merge import MergeResult, MergeSpec, RowEffect, merge
from tracker.quotas.models import Plan
from tracker.registry.models import Facility
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow, known_facilities, register
from tracker.targets.settling import settle

_OWN = ("region_id", "industry_id", "equipment_count", "equipment_unit", "amount", "unit", "deadline", "remark")
_SPEC = MergeSpec(Target, key=("plan_id", "facility_id"), values=_OWN, on_create=("enterprise_id", "due_on"))


def write_rows(plan: Plan, rows: Sequence[TargetRow]) -> MergeResult:
    """Register what is not known yet, merge the rows, and renew what follows from them."""
    result = merge(_SPEC, (_record(plan, row, facility) for row, facility in zip(rows, register(rows), strict=True)))
    settle(plan)
    return result


def change_row(target: Target, row: TargetRow, seen_version: int) -> Target:
    """Change one target if nobody changed it since `seen_version`; its enterprise and facility stay."""
    stated = asdict(row)
    changed: Target = change_seen(target, seen_version=seen_version, changes={name: stated[name] for name in _OWN})
    settle(target.plan)
    return changed


def foresee(plan: Plan, rows: Sequence[TargetRow]) -> MergeResult:
    """What merging would do, without registering anything: rows of unknown facilities are creations."""
    facilities = known_facilities(rows)
    known = {index: facility for index, facility in enumerate(facilities) if facility}
    merged = merge(_SPEC, (_record(plan, rows[index], facility) for index, facility in known.items()), dry_run=True)
    effects = dict(zip(known, merged.effects, strict=True))
    foreseen = [
        RowEffect(index, effects[index].action, effects[index].before)
        if index in effects
        else RowEffect(index, "create", None)
        for index in range(len(rows))
    ]
    return MergeResult(foreseen)


def _record(plan: Plan, row: TargetRow, facility: Facility) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in _OWN}
    return {
        "plan_id": plan.pk,
        "facility_id": facility.pk,
        "enterprise_id": facility.enterprise_id,
        "due_on": row.deadline,
        **own,
    }
