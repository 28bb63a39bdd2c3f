"""Suspected concealment and false reports (瞒报、谎报): filed and concluded by the province, seen by it and the auditors only."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress.inspection_tables import Case
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue


@transaction.atomic
def open_case(*, target: Target, kind: str, facts: str, by: Officer, on: date) -> Case:
    """立案: what is suspected of a target, and why."""
    require(by, "change", "case", region=target.region_id)
    if kind not in Case.Kind.values or not facts.strip():
        raise InvalidValue(_("请选择类别并写明线索"), field="facts")
    return Case.objects.create(
        kind=kind, region_id=by.region_id, target=target, facts=facts.strip(), opened_by=by, opened_on=on
    )


@transaction.atomic
def close_case(*, case: Case, proven: bool, conclusion: str, by: Officer, on: date, seen_version: int) -> Case:
    """结案: proven or unfounded, with the conclusion."""
    require(by, "change", "case", region=case.region_id)
    if case.state != Case.State.OPEN:
        raise IllegalState(_("该线索已结案"), state=case.state)
    if not conclusion.strip():
        raise InvalidValue(_("请填写调查结论"), field="conclusion")
    state = Case.State.PROVEN if proven else Case.State.UNFOUNDED
    closed: Case = change_seen(
        case, seen_version=seen_version, changes={"state": state, "conclusion": conclusion.strip(), "closed_on": on}
    )
    return closed
