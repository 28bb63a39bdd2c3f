"""Measures are data (措施维护): an administrator adds one, words it anew as a new version, retires it, takes it up again.

Orders keep what they cite: the number of the version and its words stand on each order, and the versions in the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.audit.history import events_of
from tracker.enforcement.measures import Measure
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState, InvalidValue

# What makes it this measure and no other: for another kind or condition it is retired, and one of its own is added.
FIXED = ("code", "kind", "precondition")


@transaction.atomic
def add_measure(*, values: Mapping[str, Any], by: Officer) -> Measure:
    """A new measure with the given columns."""
    require(by, "change", "measure")
    return Measure.objects.create(**values)


@transaction.atomic
def change_measure(
    *, measure: Measure, values: Mapping[str, Any], by: Officer, reason: str, seen_version: int
) -> Measure:
    """The next version of a measure, for orders proposed from now on; StaleState where another was quicker."""
    require(by, "change", "measure")
    _require_reason(reason)
    for name in FIXED:
        if name in values and values[name] != getattr(measure, name):
            raise InvalidValue(_("类别和适用条件不能修改：请停用本措施，另行新增"), field=name, code="fixed")
    changed: Measure = change_seen(measure, seen_version=seen_version, changes=dict(values))
    return changed


@transaction.atomic
def set_active(*, measure: Measure, active: bool, by: Officer, reason: str, seen_version: int) -> Measure:
    """Retire a measure (停用), or take it up again: no new orders of it; those there are go on."""
    require(by, "change", "measure")
    _require_reason(reason)
    if measure.is_active == active:
        raise IllegalState(_("该措施已经是这个状态"), code="measure_active" if active else "measure_inactive")
    changed: Measure = change_seen(measure, seen_version=seen_version, changes={"is_active": active})
    return changed


def versions_of(measure: Measure) -> list[Any]:
    """Every version of a measure as it was worded, newest first."""
    return list(events_of(measure).exclude(pgh_label="delete").order_by("-version", "-pgh_id"))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
