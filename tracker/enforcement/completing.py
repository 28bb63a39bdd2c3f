"""Completing a proposal (补充核查): supply account, residents, the safety of stopping; and taking up what the ladder proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.enforcement.measures import MeasureKind
from tracker.enforcement.order_tables import Order
from tracker.enforcement.services import Said, move
from tracker.officers.models import Officer
from tracker.values.errors import InvalidValue


@dataclass(frozen=True)
class SafetyCheck:
    """What an officer found on the site before anything is stopped."""

    account_number: str = ""
    residents_apart: bool = False
    is_hazardous: bool | None = None
    safe_stop_plan: str = ""
    ground: str = ""


@transaction.atomic
def complete(*, order: Order, check: SafetyCheck, by: Officer, on: date, seen_version: int) -> Order:
    """Write down what was found; an order the ladder proposed is from now on this officer's proposal.

    Until the decision it may be done again: what is decided is what was found last.
    """
    if order.kind == MeasureKind.CUT_OFF and not check.residents_apart:
        raise InvalidValue(_("须确认居民生活供应不受影响"), field="residents_apart", code="residents_affected")
    facts: dict[str, Any] = {
        "account_number": check.account_number.strip() or order.account_number,
        "residents_apart": check.residents_apart,
        "is_hazardous": check.is_hazardous,
        "safe_stop_plan": check.safe_stop_plan.strip(),
    }
    if order.proposed_by_id is None:
        facts |= {"proposed_by": by, "ground": check.ground.strip() or order.ground}
    return move(order=order, verb="complete", by=by, on=on, said=Said(seen_version, _told(check), facts))


def _told(check: SafetyCheck) -> str:
    hazard = {None: _("尚未核查"), True: _("涉及危险工艺"), False: _("不涉及危险工艺")}[check.is_hazardous]
    return f"{hazard} {check.safe_stop_plan}".strip()
