"""The demo's responsibility contracts: drawn up from the quotas, issued, and signed by all cities but those named."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from tracker.contracts.models import Contract
from tracker.contracts.services import draft_contracts, issue_contract, sign_contract
from tracker.officers.models import Officer
from tracker.quotas.models import Plan


def conclude(
    plan: Plan, by: Officer, *, on: date, unsigned: Collection[str] = (), unissued: Collection[str] = ()
) -> int:
    """Draw up, issue the week before and sign on a day; how many were signed."""
    draft_contracts(plan=plan, by=by)
    signed = 0
    for contract in Contract.objects.filter(plan=plan).exclude(region__in=unissued).order_by("region_id"):
        issued = issue_contract(contract=contract, by=by, on=on - timedelta(days=7), seen_version=contract.version)
        if contract.region_id not in unsigned:
            sign_contract(contract=issued, by=by, on=on, seen_version=issued.version)
            signed += 1
    return signed
