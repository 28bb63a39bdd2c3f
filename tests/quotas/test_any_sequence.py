"""Whatever is done to a plan, and in whatever order: every node is what an independent ledger says, to the last unit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures import reference
from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.adjustment_lines import AdjustmentRow
from tracker.quotas.distribution import Portion, distribute
from tracker.quotas.models import Plan, Quota
from tracker.quotas.redivision import hand_over, split_quota
from tracker.quotas.requesting import request_adjustment
from tracker.quotas.sums import shortfalls
from tracker.quotas.version_tables import PlanVersion, PlanVersionLine
from tracker.quotas.versions import freeze
from tracker.regions.amounts import total
from tracker.regions.models import Region
from tracker.targets.substituting import approve_adjustment

pytestmark = pytest.mark.django_db
ON = date(2010, 8, 1)
CITIES = ["330100", "330200", "330600"]
COUNTIES = ["330102", "330103", "330104", "330105", "330106", "330108"]
WHAT = "落后印染"
# Amounts down to a ten-thousandth of 万米: a metre.
AMOUNTS = st.integers(1, 10**9).map(lambda n: Decimal(n) / 10_000)


@dataclass
class Ledger:
    """The same bookkeeping done by hand: a dictionary, and nothing of the product."""

    plan: Plan
    province: Officer
    colleague: Officer
    city: Officer
    amounts: dict[str, Decimal] = field(default_factory=dict)
    counts: dict[str, Decimal] = field(default_factory=dict)

    def row(self, region: str) -> Quota:
        """The quota of a region."""
        return Quota.objects.get(plan=self.plan, region=region, content=WHAT)

    def counties(self) -> list[str]:
        """Those that have a part now."""
        return sorted(code for code in self.amounts if code in COUNTIES)


def allocate(ledger: Ledger, data: st.DataObject) -> None:
    """The city hands its task on anew, all or more of it."""
    own, left = ledger.row("330100"), ledger.amounts["330100"]
    pieces = ledger.counts["330100"]
    codes = sorted(
        set(ledger.counties()) | set(data.draw(st.lists(st.sampled_from(COUNTIES), min_size=1, unique=True)))
    )
    portions = []
    for place, code in enumerate(codes):
        last = place == len(codes) - 1
        amount = left + data.draw(AMOUNTS | st.just(Decimal(0))) if last else portion_of(left, data)
        count = pieces if last else Decimal(data.draw(st.integers(0, int(pieces))))
        left, pieces = left - amount, pieces - count
        known = Quota.objects.filter(plan=ledger.plan, region=code, content=WHAT).first()
        portions.append(Portion(code, amount, count, known.version if known else None))
    distribute(quota=own, portions=portions, by=ledger.city, on=ON, reason="分解", seen_version=own.version)
    for portion in portions:
        ledger.amounts[portion.region_id] = portion.amount
        ledger.counts[portion.region_id] = portion.equipment_count or Decimal(0)


def portion_of(amount: Decimal, data: st.DataObject) -> Decimal:
    return Decimal(data.draw(st.integers(0, int(amount * 10_000)))) / 10_000


def adjust(ledger: Ledger, data: st.DataObject) -> None:
    """One city is spared something, another takes it on, in another multiple of the unit where that is exact."""
    out, into = data.draw(st.permutations(CITIES))[:2]
    less, pieces = portion_of(ledger.amounts[out], data), Decimal(data.draw(st.integers(0, int(ledger.counts[out]))))
    if not less:
        return
    rows = [line(out, -less, -pieces), line(into, less, pieces)]
    asked = request_adjustment(
        plan=ledger.plan,
        region=Region.objects.get(pk="330000"),
        reason="调剂",
        by=ledger.colleague,
        on=ON,
        rows=rows[:1],
    )
    approve_adjustment(adjustment=asked, by=ledger.province, on=ON, seen_version=asked.version, balance=rows[1:])
    for row in rows:
        ledger.amounts[row.region_id] += row.change
        ledger.counts[row.region_id] += row.equipment_change or Decimal(0)


def line(region: str, change: Decimal, pieces: Decimal) -> AdjustmentRow:
    return AdjustmentRow(region, "dyeing", WHAT, change, "万米", pieces, "条")


def split(ledger: Ledger, data: st.DataObject) -> None:
    """A county's part goes over to two others."""
    if not ledger.counties():
        return
    code = data.draw(st.sampled_from(ledger.counties()))
    one, other = data.draw(st.permutations([county for county in COUNTIES if county != code]))[:2]
    amount, count = ledger.amounts.pop(code), ledger.counts.pop(code)
    first, pieces = portion_of(amount, data), Decimal(data.draw(st.integers(0, int(count))))
    portions = [Portion(one, first, pieces), Portion(other, amount - first, count - pieces)]
    row = ledger.row(code)
    split_quota(quota=row, portions=portions, by=ledger.province, on=ON, seen_version=row.version)
    for portion in portions:
        receive(ledger, portion.region_id, portion.amount, portion.equipment_count or Decimal(0))


def merge(ledger: Ledger, data: st.DataObject) -> None:
    """A county is merged into another."""
    if not ledger.counties():
        return
    code = data.draw(st.sampled_from(ledger.counties()))
    heir = data.draw(st.sampled_from([county for county in COUNTIES if county != code]))
    old, new = (Region.objects.get(pk=pk) for pk in (code, heir))
    hand_over(plan=ledger.plan, region=old, heir=new, by=ledger.province, on=ON)
    receive(ledger, heir, ledger.amounts.pop(code), ledger.counts.pop(code))


def receive(ledger: Ledger, code: str, amount: Decimal, count: Decimal) -> None:
    ledger.amounts[code] = ledger.amounts.get(code, Decimal(0)) + amount
    ledger.counts[code] = ledger.counts.get(code, Decimal(0)) + count


STEPS: list[Callable[[Ledger, st.DataObject], None]] = [allocate, adjust, split, merge]


def issued_plan(data: st.DataObject) -> Ledger:
    province, colleague = OfficerFactory(role=Role.PROVINCIAL), OfficerFactory(role=Role.PROVINCIAL)
    ledger = Ledger(PlanFactory(), province, colleague, OfficerFactory(role=Role.MUNICIPAL))
    for city in CITIES:
        receive(ledger, city, data.draw(AMOUNTS), Decimal(data.draw(st.integers(0, 50))))
    receive(ledger, "330000", sum(ledger.amounts.values(), Decimal(0)), sum(ledger.counts.values(), Decimal(0)))
    top: Quota | None = None
    for code in ("330000", *CITIES):
        made = QuotaFactory(
            plan=ledger.plan,
            region=Region.objects.get(pk=code),
            parent=top,
            industry=reference.industry("dyeing"),
            content=WHAT,
            amount=ledger.amounts[code],
            unit="万米",
            equipment_count=ledger.counts[code],
            equipment_unit="条",
        )
        top = top or made
    freeze(ledger.plan, cause=PlanVersion.Cause.ISSUED, by=province, on=ON)
    return ledger


def check(ledger: Ledger) -> None:
    stored = {row.region_id: row for row in Quota.objects.filter(plan=ledger.plan)}
    assert {code: row.amount for code, row in stored.items()} == ledger.amounts
    assert {code: row.equipment_count for code, row in stored.items()} == ledger.counts
    below = Quota.objects.filter(plan=ledger.plan, parent__region="330000")
    assert below.aggregate(s=total())["s"] == sum(ledger.amounts[code] for code in CITIES) * 10_000
    assert [gap for gap in shortfalls(ledger.plan) if gap.region_id == "330000"] == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), st.data())
def test_every_node_stays_exact_after_any_sequence(
    steps: list[Callable[[Ledger, st.DataObject], None]], data: st.DataObject
) -> None:
    with transaction.atomic():
        ledger = issued_plan(data)
        issued = dict(ledger.amounts)
        for step in steps:
            step(ledger, data)
            check(ledger)
        first = PlanVersionLine.objects.filter(plan_version__plan=ledger.plan, plan_version__number=1)
        assert dict(first.values_list("region_id", "amount")) == issued
        transaction.set_rollback(True)
