"""The verbs of the contracts room: draw up from quotas, issue, sign, supersede, conclude. Signed figures are frozen by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.contracts.drafting import Key, draw_up, in_force, quotas_by_party
from tracker.contracts.models import Contract
from tracker.contracts.states import MOVES, ContractState
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.quotas.models import Plan
from tracker.quotas.states import PlanState
from tracker.regions.models import Region
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.transitions import Transition

CITY, COUNTY, DEPARTMENT = Contract.Level.CITY, Contract.Level.COUNTY, Contract.Level.DEPARTMENT
# The permission verb (on resource "contract") each move asks for; county contracts are the cities' own: verb "county".
PERMISSION_OF = {"issue": "change", "sign": "sign", "supersede": "change", "fulfil": "change", "breach": "change"}


@transaction.atomic
def draft_contracts(*, plan: Plan, by: Officer, level: str = CITY) -> int:
    """A draft for every city (county, department) with quotas and no contract in force; drafts are drawn up anew.

    Returns how many were drawn up.
    """
    require(by, "county" if level == COUNTY else "change", "contract")
    if plan.state == PlanState.CLOSED:
        raise IllegalState(_("计划已结案，不能再修改"), state=plan.state)
    within = by.region
    _first_drafts(plan, level, within).delete()
    taken = in_force(plan, level, within)
    quotas = quotas_by_party(plan, level, within)
    keys = [key for key in sorted(quotas, key=str) if key not in taken]
    everyone = sorted(quotas.keys() | taken, key=str)
    wanted = [(key, quotas[key], _number(plan, level, key, everyone.index(key) + 1), None) for key in keys]
    return len(draw_up(plan, level, wanted))


@transaction.atomic
def issue_contract(*, contract: Contract, by: Officer, on: date, seen_version: int) -> Contract:
    """下发: the draft goes to the other party for signing."""
    return _move(contract, "issue", by, seen_version, {"issued_on": on})


@transaction.atomic
def sign_contract(
    *, contract: Contract, by: Officer, on: date, seen_version: int, party_a_name: str = "", party_b_name: str = ""
) -> Contract:
    """签订: record that both parties signed on a day; from then on lines and clauses are frozen."""
    if not contract.lines.exists():
        raise InvalidValue(_("责任状没有任务，不能签订"), field="lines")
    if contract.issued_on and on < contract.issued_on:
        raise InvalidValue(
            _("签订日期不能早于下发日期"), field="signed_on", found=on.isoformat(), expected=f"≥ {contract.issued_on}"
        )
    names = {
        "party_a_name": party_a_name.strip() or contract.party_a_name,
        "party_b_name": party_b_name.strip() or contract.party_b_name,
    }
    return _move(contract, "sign", by, seen_version, {"signed_on": on, **names})


@transaction.atomic
def supersede_contract(*, contract: Contract, by: Officer, on: date, reason: str, seen_version: int) -> Contract:
    """替代: the contract gives way to a new draft with today's quotas, which names it. Returns the new draft."""
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    old = _move(contract, "supersede", by, seen_version, {"closed_on": on, "closing_note": reason.strip()})
    key = (old.region_id, old.organisation_id)
    quotas = quotas_by_party(old.plan, old.level, Region.objects.get(pk=old.region_id)).get(key, [])
    return draw_up(old.plan, old.level, [(key, quotas, _next_number(old.number), old)])[0]


@transaction.atomic
def conclude_contract(
    *, contract: Contract, verb: str, by: Officer, on: date, seen_version: int, note: str, met: bool
) -> Contract:
    """认定: fulfilled only where every amount was accepted (`met`), breached only with the reason why.

    Whether the amounts were accepted is found out above this room: see targets/fulfilment.py.
    """
    if verb == "fulfil" and not met:
        raise IllegalState(_("仍有任务未验收，不能认定为已履行"), verb=verb, state=contract.state)
    if verb == "breach" and not note.strip():
        raise InvalidValue(_("请填写理由"), field="note")
    return _move(contract, verb, by, seen_version, {"closed_on": on, "closing_note": note.strip()})


def allowed_contract_moves(contract: Contract, officer: Officer) -> list[Transition]:
    """The moves the officer may make, for buttons and the API."""
    return [step for step in MOVES.from_state(contract.state) if _may(contract, step.verb, officer)]


def _may(contract: Contract, verb: str, officer: Officer) -> bool:
    needed = "county" if contract.level == COUNTY else PERMISSION_OF[verb]
    return may(officer, needed, "contract") and officer.covers(contract.region_id)


def _move(contract: Contract, verb: str, by: Officer, seen_version: int, changes: dict[str, Any]) -> Contract:
    needed = "county" if contract.level == COUNTY else PERMISSION_OF[verb]
    require(by, needed, "contract", region=contract.region_id)
    transition = MOVES.check(verb, contract.state)
    moved: Contract = change_seen(contract, seen_version=seen_version, changes={"state": transition.target, **changes})
    return moved


def _first_drafts(plan: Plan, level: str, within: Region) -> QuerySet[Contract]:
    return Contract.objects.filter(
        plan=plan,
        level=level,
        state=ContractState.DRAFT,
        supersedes__isnull=True,
        region__code__startswith=within.pattern.removesuffix("%"),
    )


def _number(plan: Plan, level: str, key: Key, place: int) -> str:
    if level == COUNTY:
        return f"{plan.code}-{key[0]}"
    return f"{plan.code}-BM{place:02d}" if level == DEPARTMENT else f"{plan.code}-{place:02d}"


def _next_number(number: str) -> str:
    stem, _slash, place = number.partition("/")
    return f"{stem}/{int(place or 1) + 1}"
