"""Targets known by their number (改写名单): a row of a prefilled list may call its enterprise or facility by a new name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.registry.renaming import rename
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow


def rename_targets(plan: Plan, stated: Mapping[int, tuple[int, TargetRow]], by: Officer) -> dict[int, dict[str, Any]]:
    """Rename what the rows are about, where they say so; the old names of those that changed."""
    listed = Target.objects.visible_to(by).filter(plan=plan, pk__in={key for key, _row in stated.values()})
    facilities = dict(listed.values_list("pk", "facility_id"))
    return dict(rename({index: (facilities[key], row) for index, (key, row) in stated.items()}, by))
