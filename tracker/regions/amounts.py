"""Sums of amounts in SQL (数量合计): every amount is turned into its base unit by exact factors, and bases are never mixed."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Case, DecimalField, Expression, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from tracker.regions.models import Industry
from tracker.values.units import UNITS, unit_named

_EXACT = DecimalField(max_digits=30, decimal_places=4)


def in_base(amount: str = "amount", unit: str = "unit") -> Expression:
    """The expression of `amount` in the base of its `unit` (亿米 → 米)."""
    factors = [When(**{unit: name}, then=Value(known.factor)) for name, known in UNITS.items()]
    return F(amount) * Case(*factors, output_field=_EXACT)


def total(amount: str = "amount", unit: str = "unit", *, only: Q | None = None) -> Coalesce:
    """The sum of amounts in base units; 0 where there is none. Group by something that fixes the base (the industry)."""
    return Coalesce(
        Sum(in_base(amount, unit), filter=only, output_field=_EXACT), Value(Decimal(0)), output_field=_EXACT
    )


def industry_bases() -> dict[str, str]:
    """For each industry the base its amounts are counted in."""
    return {code: unit_named(unit).base for code, unit in Industry.objects.values_list("code", "unit")}
