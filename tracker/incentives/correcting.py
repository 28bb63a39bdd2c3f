"""Correcting one award (更正奖补资金): with the reason, against the version that was seen; what it was stays in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.incentives.award_tables import Award
from tracker.incentives.awarding import require_own_money
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState, InvalidValue

# For whom it is stands: money entered for the wrong equipment is another award.
CORRECTABLE = ("source", "purpose", "amount", "year", "document_number", "paid_on", "remark")


@transaction.atomic
def correct_award(*, award: Award, values: Mapping[str, Any], by: Officer, reason: str, seen_version: int) -> Award:
    """更正: the award as it should have been recorded; InvalidValue, IllegalState or StaleState say why not."""
    require(by, "change", "award", region=award.region_id)
    require_own_money(by, award.source)
    require_own_money(by, values["source"])
    _check(award, values, reason)
    changes = {name: values[name] for name in CORRECTABLE}
    try:
        with transaction.atomic():
            corrected: Award = change_seen(award, seen_version=seen_version, changes=changes)
    except IntegrityError as error:
        raise _granted_before() if "award_of_a_source_once" in str(error) else error from error
    return corrected


def _check(award: Award, values: Mapping[str, Any], reason: str) -> None:
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    if values["amount"] <= 0:
        raise InvalidValue(_("奖补金额应大于零"), field="amount")
    if not values["document_number"].strip():
        raise InvalidValue(_("请填写文号"), field="document_number")
    if all(getattr(award, name) == values[name] for name in CORRECTABLE):
        raise IllegalState(_("没有改动"), code="nothing_changed")
    if award.target is not None and not award.target.is_accepted:
        raise IllegalState(_("该任务的验收已被撤回，请先核实验收"), code="not_accepted")


def _granted_before() -> IllegalState:
    return IllegalState(_("同一来源另有一笔，不能重复"), code="granted_before", field="source")
