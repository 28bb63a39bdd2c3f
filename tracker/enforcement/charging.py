"""Charging (核算): whom a price measure falls on in a month, what they used, and what that costs by the month's rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from tracker.enforcement.measures import MeasureKind
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.price_rates import PriceRate, PriceUnit
from tracker.enforcement.statement_tables import Gap, StatementLine
from tracker.enforcement.states import IN_FORCE
from tracker.enforcement.surcharges import Rate, first_day, rate_for, surcharge
from tracker.progress.readings import MonthlyReading

# Which measure's statement, and for which city.
Key = tuple[str, str]
_NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Charge:
    """One facility's month under one order: quantity, rate and amount, or why there is none."""

    order: Order
    tier: str
    industry: str
    quantity: Decimal | None
    rate: Rate | None
    amount: Decimal
    gap: str = ""

    @property
    def key(self) -> Key:
        """The statement it belongs to."""
        return self.order.measure_id, self.order.region_id[:4] + "00"

    @property
    def said(self) -> tuple[Any, ...]:
        """What a line says of it; two charges that say the same are the same."""
        return self.gap, self.quantity, self.rate.unit_price if self.rate else None, self.amount


def said_by(line: StatementLine) -> tuple[Any, ...]:
    """What a stored line says, to be compared with a charge."""
    return line.gap, line.quantity, line.unit_price, line.amount


def charges_of(month: date) -> dict[Key, list[Charge]]:
    """Every charge of a month by statement; three queries, whatever the number of facilities."""
    orders = list(ordered_in(month))
    rates = [rate.value for rate in PriceRate.objects.in_force(first_day(month))]
    used = _used(month, [order.facility_id for order in orders if order.facility_id])
    found: dict[Key, list[Charge]] = defaultdict(list)
    for order in orders:
        charge = _charge(order, rates, used, month)
        found[charge.key].append(charge)
    return dict(found)


def ordered_in(month: date) -> QuerySet[Order]:
    """The price measures in force at the end of a month's first day, by the record of what was done to each order."""
    last = OrderStep.objects.filter(order=OuterRef("pk"), on__lte=first_day(month)).order_by("-on", "-pk")
    orders = Order.objects.filter(kind=MeasureKind.PRICE, facility__isnull=False, finding__isnull=False)
    standing = orders.annotate(state_then=Subquery(last.values("state")[:1]))
    chosen = standing.filter(state_then__in=[state.value for state in IN_FORCE])
    return chosen.select_related("measure", "facility", "finding__entry").order_by(
        "measure_id", "region_id", "party", "pk"
    )


def _used(month: date, facilities: Iterable[int]) -> dict[int, MonthlyReading]:
    readings = MonthlyReading.objects.filter(month=first_day(month), facility__in=list(facilities))
    return {reading.facility_id: reading for reading in readings}


def _charge(order: Order, rates: list[Rate], used: Mapping[int, MonthlyReading], month: date) -> Charge:
    assert order.finding is not None  # noqa: S101 - ordered_in
    tier, industry = order.finding.entry.tier, order.finding.industry_id
    rate = rate_for(rates, measure=order.measure_id, tier=tier, industry=industry, month=month)
    if rate is None:
        return Charge(order, tier, industry, None, None, _NOTHING, Gap.NO_RATE)
    quantity = quantity_of(used.get(order.facility_id or 0), rate.unit)
    if quantity is None:
        return Charge(order, tier, industry, None, rate, _NOTHING, Gap.NO_READING)
    return Charge(order, tier, industry, quantity, rate, surcharge(quantity, rate.unit_price))


def quantity_of(reading: MonthlyReading | None, unit: str) -> Decimal | None:
    """The quantity a price is asked for: kilowatt-hours or cubic metres."""
    if reading is None:
        return None
    return reading.electricity if unit == PriceUnit.POWER else reading.water
