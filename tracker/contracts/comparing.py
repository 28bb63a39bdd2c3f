"""Contracts against today's plan (责任状与现行计划对照), and who has not signed yet (签订仪式名单)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.contracts.drafting import Key, quotas_by_party
from tracker.contracts.models import Contract, ContractLine
from tracker.contracts.states import ContractState
from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Organisation, Region
from tracker.values.units import convert

ZERO = Decimal(0)


@dataclass(frozen=True)
class Comparison:
    """One task as it was contracted and as the plan has it today, in the contract's unit; None where one side lacks it."""

    industry: str
    content: str
    unit: str
    contracted: Decimal | None
    today: Decimal | None
    equipment_unit: str
    equipment_contracted: Decimal | None
    equipment_today: Decimal | None

    @property
    def difference(self) -> Decimal:
        """Today minus contracted."""
        return (self.today or ZERO) - (self.contracted or ZERO)

    @property
    def differs(self) -> bool:
        """Whether the plan has moved away from the contract."""
        return self.contracted != self.today or self.equipment_contracted != self.equipment_today


@dataclass(frozen=True)
class Place:
    """A party at the ceremony: who it is, the contract it should sign, and whether it has."""

    region_id: str
    name: str
    contract: Contract | None

    @property
    def has_signed(self) -> bool:
        """Whether the contract is signed (or was, and is concluded by now)."""
        return self.contract is not None and self.contract.signed_on is not None


def compare_with_plan(contract: Contract) -> list[Comparison]:
    """Every task of a contract or of its party's quotas today."""
    party: Key = (contract.region_id, contract.organisation_id)
    region = Region.objects.get(pk=contract.region_id)
    quotas = quotas_by_party(contract.plan, contract.level, region).get(party, [])
    lines = {(line.industry_id, line.content): line for line in contract.lines.select_related("industry")}
    today = {(quota.industry_id, quota.content): quota for quota in quotas}
    return [_comparison(lines.get(key), today.get(key)) for key in sorted(lines.keys() | today.keys())]


def ceremony(plan: Plan, officer: Officer, level: str = Contract.Level.CITY) -> list[Place]:
    """Everyone who has to sign a contract of a level, those who have not signed first."""
    contracts = {
        (contract.region_id, contract.organisation_id): contract
        for contract in Contract.objects.visible_to(officer)
        .filter(plan=plan, level=level)
        .exclude(state=ContractState.SUPERSEDED)
    }
    parties = quotas_by_party(plan, level, officer.region).keys() | contracts.keys()
    regions = Region.objects.in_bulk([key[0] for key in parties])
    departments = Organisation.objects.in_bulk([key[1] for key in parties if key[1]])
    places = [
        Place(key[0], departments[key[1]].name if key[1] else regions[key[0]].name, contracts.get(key))
        for key in parties
    ]
    return sorted(places, key=lambda place: (place.has_signed, place.region_id, place.name))


def _comparison(line: ContractLine | None, quota: Quota | None) -> Comparison:
    row: Any = line or quota
    return Comparison(
        row.industry.name,
        row.content,
        row.unit,
        contracted=line.amount if line else None,
        today=convert(quota.amount, quota.unit, row.unit) if quota else None,
        equipment_unit=(line and line.equipment_unit) or (quota.equipment_unit if quota else ""),
        equipment_contracted=line.equipment_count if line else None,
        equipment_today=quota.equipment_count if quota else None,
    )
