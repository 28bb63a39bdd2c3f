"""How far quotas are handed on and filled (落实情况): what their children and their targets come to, in their own unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tracker.quotas.models import Quota
from tracker.regions.amounts import total
from tracker.targets.models import Target
from tracker.values.units import unit_named


def with_coverage(quotas: Iterable[Any]) -> list[Any]:
    """The quotas with `allocated` (handed on to regions below), `covered` (by targets, their own and those below) and `has_gap`.

    Three queries for however many quotas; `allocated` is None where nothing is handed on.
    """
    told = list(quotas)
    wanted = {quota.pk for quota in told}
    below = _below(wanted)
    filled = _filled(wanted | below.keys())
    covered: Counter[int] = Counter()
    for pk, amount in filled.items():
        for holder in {pk, *below.get(pk, ())}:
            covered[holder] += amount  # type: ignore[assignment]
    handed_on = dict(
        Quota.objects.filter(parent__in=wanted)
        .order_by()
        .values("parent")
        .annotate(s=total())
        .values_list("parent", "s")
    )
    for quota in told:
        factor = unit_named(quota.unit).factor
        quota.covered = Decimal(covered[quota.pk]) / factor
        quota.allocated = handed_on[quota.pk] / factor if quota.pk in handed_on else None
        quota.has_gap = quota.allocated is not None and quota.allocated < quota.amount
    return told


def filling_q(pk: int) -> Q:
    """The targets that fill a quota: its own, and those of the quotas it was split into."""
    return Q(quota=pk) | Q(quota__parent=pk) | Q(quota__parent__parent=pk)


def _below(wanted: set[int]) -> dict[int, tuple[int | None, int | None]]:
    """Quotas one and two steps below the wanted ones, with the parent and grandparent of each."""
    rows = Quota.objects.filter(Q(parent__in=wanted) | Q(parent__parent__in=wanted))
    return {pk: (parent, grandparent) for pk, parent, grandparent in rows.values_list("pk", "parent", "parent__parent")}


def _filled(quotas: set[int]) -> dict[int, Decimal]:
    kept = Target.objects.filter(quota__in=quotas, withdrawn_on__isnull=True)
    return dict(kept.order_by().values("quota").annotate(s=total()).values_list("quota", "s"))
