"""Whether a contract was kept (履行认定): its frozen amounts against what was accepted by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from tracker.contracts.models import Contract, ContractLine
from tracker.contracts.services import conclude_contract
from tracker.officers.models import Officer
from tracker.quotas.models import Quota
from tracker.targets.node_figures import Measure, nodes
from tracker.values.units import convert

ZERO = Decimal(0)


@dataclass(frozen=True)
class Performance:
    """One line of a contract and how much of it was reported and accepted, in the line's unit; equipment likewise."""

    line: ContractLine
    reported: Decimal
    accepted: Decimal
    equipment_accepted: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """Accepted over contracted."""
        return self.accepted / self.line.amount if self.line.amount else None

    @property
    def is_met(self) -> bool:
        """Whether the amount, and the equipment where it counts, was accepted in full."""
        counted = self.line.equipment_count is None or (self.equipment_accepted or ZERO) >= self.line.equipment_count
        return self.accepted >= self.line.amount and counted


def performance(contract: Contract, officer: Officer, on: date) -> list[Performance]:
    """The lines of a contract with what was done about them, as of a day."""
    lines = list(contract.lines.select_related("industry"))
    found = {(one.quota.industry_id, one.quota.content): one for one in nodes(_quotas(contract), officer, on)}
    result = []
    for line in lines:
        node = found.get((line.industry_id, line.content))
        done = node.capacity if node else Measure(line.unit)
        pieces = node.equipment.accepted if node and node.equipment else None
        result.append(
            Performance(
                line,
                convert(done.reported, done.unit, line.unit),
                convert(done.accepted, done.unit, line.unit),
                pieces if line.equipment_count is not None else None,
            )
        )
    return result


@transaction.atomic
def conclude(*, contract: Contract, verb: str, by: Officer, on: date, seen_version: int, note: str = "") -> Contract:
    """认定已履行 (`fulfil`) or 未履行 (`breach`), by what was accepted on the day."""
    met = all(one.is_met for one in performance(contract, by, on))
    return conclude_contract(contract=contract, verb=verb, by=by, on=on, seen_version=seen_version, note=note, met=met)


def _quotas(contract: Contract) -> QuerySet[Quota]:
    rows = Quota.objects.filter(plan=contract.plan, region=contract.region_id)
    if contract.organisation_id is None:
        return rows
    led = Q(lead_department=contract.organisation_id)
    usual = Q(lead_department__isnull=True, industry__lead_department=contract.organisation_id)
    return rows.filter(led | usual)
