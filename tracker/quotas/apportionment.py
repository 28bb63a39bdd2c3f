"""Apportionment (分解测算): an amount split over regions by weight, exact to the step, by the largest-remainder method.

The method, as published to the cities: every region gets its weight's share, but never less than its floor nor more than
its cap; what floors and caps take or leave is shared by the others in proportion to their weights. Shares are cut down to
whole steps, and the steps left over go one each to the largest remainders (ties: the greater weight, then the code).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from tracker.values.errors import InvalidValue

ZERO = Decimal(0)


@dataclass(frozen=True)
class Claim:
    """One region's claim on the amount: its weight, the least and the most it may get; `cap` None means no limit."""

    key: str
    weight: Decimal
    floor: Decimal = ZERO
    cap: Decimal | None = None


def apportion(total: Decimal, claims: Sequence[Claim], *, step: Decimal = Decimal(1)) -> dict[str, Decimal]:
    """Each claim's part of `total` in whole steps, adding up to it exactly; InvalidValue where that can't be done."""
    _check(total, claims, step)
    exact = _exact_shares(Fraction(total), claims)
    steps = {claim.key: share // Fraction(step) for claim, share in zip(claims, exact, strict=True)}
    left = int(Fraction(total) / Fraction(step)) - sum(steps.values())
    remainders = sorted(
        zip(claims, exact, strict=True), key=lambda pair: (-(pair[1] % Fraction(step)), -pair[0].weight, pair[0].key)
    )
    for claim, _share in remainders[:left]:
        steps[claim.key] += 1
    return {key: count * step for key, count in steps.items()}


def rebalance(
    total: Decimal, claims: Sequence[Claim], fixed: Mapping[str, Decimal], *, step: Decimal = Decimal(1)
) -> dict[str, Decimal]:
    """Keep what the officer set by hand, and apportion what is left of `total` over the others."""
    unknown = fixed.keys() - {claim.key for claim in claims}
    if unknown:
        raise InvalidValue(_("没有这一区划"), field="fixed", found="、".join(sorted(unknown)))
    given = [replace(claim, floor=fixed[claim.key], cap=fixed[claim.key]) for claim in claims if claim.key in fixed]
    free = [claim for claim in claims if claim.key not in fixed]
    taken = sum(fixed.values(), ZERO)
    if taken > total:
        raise InvalidValue(
            _("手工确定的数量之和超过总量"),
            field="fixed",
            found=str(taken),
            expected=f"≤ {total}",
            difference=taken - total,
        )
    rest = apportion(total - taken, free, step=step) if free or taken < total else {}
    by_hand = {claim.key: claim.floor for claim in given}
    return {claim.key: by_hand.get(claim.key, rest.get(claim.key, ZERO)) for claim in claims}


def equal_effort(
    total: Decimal, stock: Mapping[str, Decimal], done: Mapping[str, Decimal], *, step: Decimal = Decimal(1)
) -> list[Claim]:
    """Claims under which every region ends with the same cumulative share of what it once had: `done` counts as effort.

    A region that has eliminated more before gets less now. The weights are what brings each one up to the common level.
    """
    regions = sorted(stock)
    once = [
        Claim(
            key,
            stock[key] + done.get(key, ZERO),
            floor=_down(done.get(key, ZERO), step),
            cap=_up(stock[key] + done.get(key, ZERO), step),
        )
        for key in regions
    ]
    level = apportion(total + sum((claim.floor for claim in once), ZERO), once, step=step)
    return [Claim(claim.key, level[claim.key] - claim.floor, cap=_down(stock[claim.key], step)) for claim in once]


def whole_steps(amount: Decimal, step: Decimal) -> Decimal:
    """The whole steps in an amount, cut down: how much of a stock can be assigned."""
    return _down(amount, step)


def _down(amount: Decimal, step: Decimal) -> Decimal:
    return amount // step * step


def _up(amount: Decimal, step: Decimal) -> Decimal:
    return -(-amount // step) * step


def _check(total: Decimal, claims: Sequence[Claim], step: Decimal) -> None:
    if total < 0 or step <= 0 or total % step:
        raise InvalidValue(_("总量应为分解精度的整数倍"), field="total", found=str(total), expected=str(step))
    for claim in claims:
        cap = claim.floor if claim.cap is None else claim.cap
        if cap < claim.floor:
            message = _("下限 %(floor)s 高于可分解的上限 %(cap)s") % {"floor": claim.floor, "cap": cap}
            raise InvalidValue(message, field="claims", found=claim.key)
        if claim.weight < 0 or claim.floor < 0 or claim.floor % step or cap % step:
            message = _("权重、下限和上限应为非负数，且为分解精度 %(step)s 的整数倍") % {"step": step}
            raise InvalidValue(message, field="claims", found=claim.key)
    least = sum((claim.floor for claim in claims), ZERO)
    if least > total:
        raise InvalidValue(
            _("各下限之和超过总量"), field="floors", found=str(least), expected=f"≤ {total}", difference=least - total
        )
    most = sum((claim.floor for claim in claims if not claim.weight), ZERO)
    weighed = [claim for claim in claims if claim.weight]
    if any(claim.cap is None for claim in weighed):
        return
    most += sum((claim.cap or ZERO for claim in weighed), ZERO)
    if most < total:
        raise InvalidValue(
            _("各上限之和不足总量，剩余数量无处分解"),
            field="caps",
            found=str(most),
            expected=f"≥ {total}",
            difference=total - most,
        )


def _exact_shares(total: Fraction, claims: Sequence[Claim]) -> list[Fraction]:
    """Shares that are proportional to the weights between floors and caps, and add up to `total` exactly."""
    bends = {Fraction(0)}
    for claim in claims:
        if claim.weight:
            bends |= {
                Fraction(limit) / Fraction(claim.weight) for limit in (claim.floor, claim.cap) if limit is not None
            }
    ordered = sorted(bends)
    below = max((bend for bend in ordered if _sum(claims, bend) <= total), default=Fraction(0))
    # Between two bends only the claims between floor and cap grow, each by its weight.
    growing = sum((Fraction(claim.weight) for claim in claims if _grows(claim, below)), Fraction(0))
    missing = total - _sum(claims, below)
    level = below + (missing / growing if growing else 0)
    return [_bounded(claim, level) for claim in claims]


def _sum(claims: Sequence[Claim], level: Fraction) -> Fraction:
    return sum((_bounded(claim, level) for claim in claims), Fraction(0))


def _bounded(claim: Claim, level: Fraction) -> Fraction:
    share = max(Fraction(claim.weight) * level, Fraction(claim.floor))
    return share if claim.cap is None or not claim.weight else min(share, Fraction(claim.cap))


def _grows(claim: Claim, level: Fraction) -> bool:
    share = Fraction(claim.weight) * level
    return bool(claim.weight) and share >= claim.floor and (claim.cap is None or share < claim.cap)
