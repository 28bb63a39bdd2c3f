"""Tasks beside what was signed (任务与签订数): after signing a city may take on more (自我加压), its contract stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tracker.contracts.models import Contract, ContractLine
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.units import convert


@dataclass(frozen=True)
class Stated:
    """A task as somebody states it: whose, of what, how much."""

    region_id: str
    industry_id: str
    content: str
    amount: Decimal
    unit: str


@dataclass(frozen=True)
class BesideSigned:
    """A task beside the signed contract of its region, in the task's unit; `contracted` is None where the contract lacks it."""

    contract: Contract
    content: str
    unit: str
    contracted: Decimal | None
    stated: Decimal

    @property
    def more(self) -> Decimal:
        """By how much the task goes beyond the contract; negative where it asks for less."""
        return self.stated - (self.contracted or Decimal(0))


def signed_contracts(plan: Plan, officer: Officer) -> dict[str, Contract]:
    """The signed contracts of cities and counties that the officer sees, by region."""
    rows = Contract.objects.visible_to(officer).standing(plan).filter(signed_on__isnull=False)
    return {contract.region_id: contract for contract in rows.select_related("region")}


def beside_signed(plan: Plan, officer: Officer, tasks: Iterable[Stated]) -> list[BesideSigned]:
    """Every task whose region has signed, beside what it signed."""
    signed = signed_contracts(plan, officer)
    if not signed:
        return []
    rows = ContractLine.objects.filter(contract__in=signed.values())
    lines = {(line.region_id, line.industry_id, line.content): line for line in rows}
    return [
        _beside(signed[task.region_id], lines.get((task.region_id, task.industry_id, task.content)), task)
        for task in tasks
        if task.region_id in signed
    ]


def _beside(contract: Contract, line: ContractLine | None, task: Stated) -> BesideSigned:
    contracted = convert(line.amount, line.unit, task.unit) if line else None
    return BesideSigned(contract, task.content, task.unit, contracted, task.amount)
