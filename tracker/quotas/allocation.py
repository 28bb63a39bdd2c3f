"""The allocation assistant (分解测算): proposes how a task is split over the regions below, and shows what it means to each.

Nothing is written here; the officer changes single amounts, the rest is balanced again, and distribution.py writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.apportionment import Claim, equal_effort, rebalance, whole_steps
from tracker.quotas.models import Quota
from tracker.quotas.stock import ZERO, Stock, last_year, stock_below
from tracker.values.errors import InvalidValue
from tracker.values.units import convert


class Basis(models.TextChoices):
    """分解依据: what the weights are."""

    STOCK = "stock", gettext_lazy("按调研存量")
    EFFORT = "effort", gettext_lazy("同等努力（计入以往淘汰）")
    LAST_YEAR = "last_year", gettext_lazy("按上年任务")


@dataclass(frozen=True)
class Wish:
    """What the officer asks of a proposal: basis, step, floors, caps and amounts set by hand, by region code."""

    basis: str = Basis.STOCK
    step: Decimal = Decimal(1)
    floors: Mapping[str, Decimal] = field(default_factory=dict)
    caps: Mapping[str, Decimal] = field(default_factory=dict)
    fixed: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What one region is to get, and what that means to it; amounts in the task's unit."""

    region_id: str
    region: str
    amount: Decimal
    equipment_count: Decimal | None
    stock: Decimal
    weight: Decimal
    present: Decimal | None
    by_hand: bool
    burden: dict[str, Decimal]

    @property
    def share_of_stock(self) -> Decimal | None:
        """How much of what it has the region would give up (0.25 = a quarter); None without a survey."""
        return self.amount / self.stock if self.stock else None


@dataclass(frozen=True)
class Proposal:
    """A split that adds up, with the burden by ownership over all regions."""

    quota: Quota
    parts: list[Part]

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.amount for part in self.parts), ZERO)

    @property
    def stock(self) -> Decimal:
        """All that was surveyed."""
        return sum((part.stock for part in self.parts), ZERO)

    @property
    def burden(self) -> dict[str, Decimal]:
        """What each kind of ownership would bear if every region cuts all kinds alike."""
        kinds = sorted({kind for part in self.parts for kind in part.burden})
        return {kind: sum((part.burden.get(kind, ZERO) for part in self.parts), ZERO) for kind in kinds}


def propose(*, quota: Quota, wish: Wish, officer: Officer, on: date) -> Proposal:
    """Split a task over the regions directly below it; InvalidValue where there is nothing to go by or it can't add up."""
    require(officer, "view", "quota", region=quota.region_id)
    found = stock_below(quota.region, quota.industry, officer, on, equipment_unit=quota.equipment_unit)
    stocks = {one.region_id: _in_unit(one, quota) for one in found}
    claims = _claims(quota, wish, stocks, officer, on)
    amounts = rebalance(quota.amount, claims, wish.fixed, step=wish.step)
    counts = _counts(quota, stocks, amounts)
    present = dict(quota.children.values_list("region_id", "amount"))
    weights = {claim.key: claim.weight for claim in claims}
    parts = [
        Part(
            code,
            one.region,
            amounts[code],
            counts.get(code),
            one.capacity,
            weights[code],
            present.get(code),
            code in wish.fixed,
            _burden(one, amounts[code]),
        )
        for code, one in stocks.items()
    ]
    return Proposal(quota, parts)


def _in_unit(stock: Stock, quota: Quota) -> Stock:
    def own(amount: Decimal) -> Decimal:
        return convert(amount, quota.industry.unit, quota.unit)

    shares = {kind: own(amount) for kind, amount in stock.by_ownership.items()}
    return Stock(stock.region_id, stock.region, own(stock.capacity), own(stock.dismantled), stock.equipment, shares)


def _claims(quota: Quota, wish: Wish, stocks: Mapping[str, Stock], officer: Officer, on: date) -> list[Claim]:
    had = {code: one.capacity for code, one in stocks.items()}
    if wish.basis == Basis.LAST_YEAR:
        given = last_year(quota.region, quota.industry, quota.plan, officer, on)
        claims = [Claim(code, convert(given.get(code, ZERO), quota.industry.unit, quota.unit)) for code in had]
    elif wish.basis == Basis.EFFORT:
        _check_known(quota.amount, had)
        done = {code: one.dismantled for code, one in stocks.items()}
        claims = equal_effort(quota.amount, had, done, step=wish.step)
    else:
        claims = [Claim(code, had[code], cap=whole_steps(had[code], wish.step)) for code in had]
    if not any(claim.weight for claim in claims):
        raise InvalidValue(_("没有可依据的数据：请先完成调研，或改用其他分解依据"), field="basis", found=wish.basis)
    return [
        Claim(
            claim.key,
            claim.weight,
            floor=wish.floors.get(claim.key, ZERO),
            cap=_least(claim.cap, wish.caps.get(claim.key)),
        )
        for claim in claims
    ]


def _check_known(amount: Decimal, had: Mapping[str, Decimal]) -> None:
    stock = sum(had.values(), ZERO)
    if stock < amount:
        raise InvalidValue(
            _("调研存量少于任务量"), field="amount", found=str(amount), expected=f"≤ {stock}", difference=amount - stock
        )


def _least(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    limits = [limit for limit in (one, other) if limit is not None]
    return min(limits) if limits else None


def _counts(quota: Quota, stocks: Mapping[str, Stock], amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The equipment of the task, split in whole pieces by what each region has of it, else by the amounts."""
    if quota.equipment_count is None:
        return {}
    receiving = [code for code in stocks if amounts[code]]
    weights = {code: stocks[code].equipment for code in receiving}
    if not any(weights.values()):
        weights = {code: amounts[code] for code in receiving}
    claims = [Claim(code, weights.get(code, ZERO)) for code in stocks]
    return rebalance(quota.equipment_count, claims, {}) if any(weights.values()) else {}


def _burden(stock: Stock, amount: Decimal) -> dict[str, Decimal]:
    """The amount over kinds of ownership as the region's stock is owned, to four decimals."""
    if not stock.capacity:
        return {}
    return {
        kind: (amount * owned / stock.capacity).quantize(Decimal("0.0001"))
        for kind, owned in stock.by_ownership.items()
    }
