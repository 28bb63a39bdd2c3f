"""The verbs of the contracts room: draw up from quotas, issue, sign. Figures are frozen by the database once signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.contracts.models import Contract, ContractLine
from tracker.contracts.states import MOVES, ContractState
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue

_COPIED = ("industry_id", "content", "amount", "unit", "equipment_count", "equipment_unit", "deadline")


@transaction.atomic
def draft_contracts(*, plan: Plan, by: Officer) -> int:
    """A draft contract for every city of the plan that has quotas and no contract in force; drafts are drawn up anew.

    Returns how many were drawn up.
    """
    require(by, "change", "contract")
    quotas = list(
        Quota.objects.filter(plan=plan, region__level=Region.Level.CITY).order_by("region_id", "industry_id", "content")
    )
    Contract.objects.filter(plan=plan, state=ContractState.DRAFT).delete()
    taken = set(
        Contract.objects.filter(plan=plan).exclude(state=ContractState.SUPERSEDED).values_list("region_id", flat=True)
    )
    regions = sorted({quota.region_id for quota in quotas} - taken)
    drawn = Contract.objects.bulk_create(
        _draft(plan, region, place) for place, region in enumerate(regions, len(taken) + 1)
    )
    by_region = {contract.region_id: contract for contract in drawn}
    ContractLine.objects.bulk_create(
        _line(by_region[quota.region_id], quota) for quota in quotas if quota.region_id in by_region
    )
    return len(drawn)


@transaction.atomic
def issue_contract(*, contract: Contract, by: Officer, on: date, seen_version: int) -> Contract:
    """下发: the draft goes to the city for signing."""
    return _move(contract, "issue", by, seen_version, {"issued_on": on})


@transaction.atomic
def sign_contract(
    *, contract: Contract, by: Officer, on: date, seen_version: int, party_a_name: str = "", party_b_name: str = ""
) -> Contract:
    """签订: record that both parties signed on a day; from then on the lines are frozen."""
    if not contract.lines.exists():
        raise InvalidValue(_("责任状没有任务，不能签订"), field="lines")
    changes = {"signed_on": on, "party_a_name": party_a_name, "party_b_name": party_b_name}
    return _move(contract, "sign", by, seen_version, changes)


def _move(contract: Contract, verb: str, by: Officer, seen_version: int, changes: dict[str, Any]) -> Contract:
    require(by, "sign" if verb == "sign" else "change", "contract", region=contract.region_id)
    transition = MOVES.check(verb, contract.state)
    moved: Contract = change_seen(contract, seen_version=seen_version, changes={"state": transition.target, **changes})
    return moved


def _draft(plan: Plan, region: str, place: int) -> Contract:
    return Contract(
        plan=plan,
        region_id=region,
        number=f"{plan.code}-{place:02d}",
        deadline=plan.deadline,
        party_a_title=_("浙江省人民政府分管副省长"),
        party_b_title=_("市人民政府分管副市长"),
    )


def _line(contract: Contract, quota: Quota) -> ContractLine:
    copied = {name: getattr(quota, name) for name in _COPIED}
    return ContractLine(contract=contract, region_id=contract.region_id, **copied)
