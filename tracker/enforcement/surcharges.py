"""Surcharges (加价计算): what a month's use costs more under a rate. Pure: decimals in, decimals out, no float anywhere.

Rounding: each facility's line is rounded to the cent, half up (四舍五入到分); every sum is a sum of rounded lines.
A month is priced whole, by the rate and the order that stand at the end of its first day: meters are read once a month, so
nobody can say what was used before a later day, and nothing is charged for days before a rate begins. What is lifted during
a month ends with the next one (seeds/measures.csv: 次月恢复).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

CENT = Decimal("0.01")
_DIGITS = 60  # more than the product of any quantity and price has


@dataclass(frozen=True)
class Rate:
    """One dated price: for a measure, a tier and an industry ("" = every one), valid between two days, both inclusive."""

    pk: int
    measure: str
    tier: str
    industry: str
    unit_price: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    document: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def first_day(month: date) -> date:
    """The day that decides for a month."""
    return month.replace(day=1)


def last_day(month: date) -> date:
    """The month's last day."""
    return (first_day(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def rate_for(rates: Iterable[Rate], *, measure: str, tier: str, industry: str, month: date) -> Rate | None:
    """The rate of a month: the industry's own goes before the one for every industry."""
    day = first_day(month)
    fits = [
        rate
        for rate in rates
        if (rate.measure, rate.tier) == (measure, tier) and rate.industry in (industry, "") and rate.holds_on(day)
    ]
    return max(fits, key=lambda rate: bool(rate.industry), default=None)


def surcharge(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Yuan to the cent for a quantity at a price."""
    with localcontext() as exact:
        exact.prec = _DIGITS
        return (quantity * unit_price).quantize(CENT, ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of rounded lines."""
    with localcontext() as exact:
        exact.prec = _DIGITS
        return sum(amounts, Decimal("0.00"))
