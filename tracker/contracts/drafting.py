"""Drawing contracts up (拟定): parties, lines from the issued quotas, clauses with their places filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from tracker.contracts.models import Contract, ContractClause, ContractLine
from tracker.contracts.parties import parties_of, signatories
from tracker.contracts.wording import ContractTerm
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Organisation, Region

_COPIED = ("industry_id", "content", "amount", "unit", "equipment_count", "equipment_unit", "deadline")
Key = tuple[str, str | None]  # region code, department code


def quotas_by_party(plan: Plan, level: str, within: Region) -> dict[Key, list[Quota]]:
    """The quotas that go into each contract of a level: a city's, a county's, or those a department leads."""
    rows = Quota.objects.filter(plan=plan).order_by("region_id", "industry_id", "content").select_related("industry")
    if level == Contract.Level.DEPARTMENT:
        rows = rows.filter(region__level=Region.Level.PROVINCE)
    else:
        rows = rows.filter(region__level=level, region__code__startswith=within.pattern.removesuffix("%"))
    found: dict[Key, list[Quota]] = {}
    for quota in rows:
        department = quota.lead_department_id or quota.industry.lead_department_id
        if level != Contract.Level.DEPARTMENT:
            found.setdefault((quota.region_id, None), []).append(quota)
        elif department:
            found.setdefault((quota.region_id, department), []).append(quota)
    return found


def draw_up(
    plan: Plan, level: str, wanted: Sequence[tuple[Key, Sequence[Quota], str, Contract | None]]
) -> list[Contract]:
    """Draft contracts: for each the party's key, its quotas, its number, and the contract it takes the place of."""
    named = signatories(plan)
    regions = Region.objects.select_related("parent").in_bulk([key[0] for key, *_rest in wanted])
    departments = Organisation.objects.in_bulk([key[1] for key, *_rest in wanted if key[1]])
    drawn = Contract.objects.bulk_create(
        Contract(
            plan=plan,
            level=level,
            region=regions[key[0]],
            organisation=departments.get(key[1]) if key[1] else None,
            number=number,
            supersedes=older,
            deadline=max((quota.deadline for quota in quotas), default=plan.deadline),
            **vars(parties_of(level, regions[key[0]], departments.get(key[1] or ""), named.get(key))),
        )
        for key, quotas, number, older in wanted
    )
    for contract, (_key, quotas, _number, _older) in zip(drawn, wanted, strict=True):
        ContractLine.objects.bulk_create(_lines(contract, quotas))
    ContractClause.objects.bulk_create(_clauses(drawn))
    return drawn


def in_force(plan: Plan, level: str, within: Region) -> set[Key]:
    """The parties of a level that have a contract beyond its first draft, and get no other."""
    rows = Contract.objects.filter(plan=plan, level=level, region__code__startswith=within.pattern.removesuffix("%"))
    kept = rows.exclude(state="superseded").exclude(Q(state="draft") & Q(supersedes__isnull=True))
    return set(kept.values_list("region_id", "organisation_id"))


def day_text(day: date) -> str:
    """A day as papers write it: 2010年9月15日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _lines(contract: Contract, quotas: Iterable[Quota]) -> list[ContractLine]:
    return [
        ContractLine(
            contract=contract, region_id=contract.region_id, **{name: getattr(quota, name) for name in _COPIED}
        )
        for quota in quotas
    ]


def _clauses(contracts: Iterable[Contract]) -> list[ContractClause]:
    terms = list(ContractTerm.objects.all())
    return [
        ContractClause(
            contract=contract,
            region_id=contract.region_id,
            number=term.number,
            heading=term.heading,
            text=_filled(term.text, contract),
        )
        for contract in contracts
        for term in terms
    ]


def _filled(text: str, contract: Contract) -> str:
    places = {
        "{year}": str(contract.plan.year),
        "{party_a}": contract.party_a,
        "{party_b}": contract.party_b,
        "{deadline}": day_text(contract.deadline),
    }
    for place, value in places.items():
        text = text.replace(place, value)
    return text
