"""Asking for evidence (要求补充材料): a city or the province asks by a day; what is handed in answers; a mistake is taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.audit.acting import acting
from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.targets.evidence import Evidence
from tracker.targets.evidence_requests import EvidenceRequest, EvidenceRequestQuerySet
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind, Stage
from tracker.values.errors import IllegalState, InvalidValue


@transaction.atomic
def ask_for_evidence(*, target: Target, kind: str, due_on: date, by: Officer, on: date, reason: str) -> EvidenceRequest:
    """要求补充: one open request for each kind of evidence of a target; its day is a deadline like every other."""
    require(by, "change", "request", region=target.region_id)
    if kind not in EvidenceKind.values:
        raise InvalidValue(_("请选择材料种类"), field="kind", found=kind)
    if not reason.strip():
        raise InvalidValue(_("请写明要补充什么"), field="reason")
    if due_on < on:
        raise InvalidValue(_("补充期限不能早于今天"), field="due_on", found=due_on.isoformat())
    if target.stage == Stage.WITHDRAWN:
        raise IllegalState(_("任务已撤销"), state=target.stage)
    Target.objects.select_for_update().get(pk=target.pk)  # two who ask at once: the second is told
    if EvidenceRequest.objects.waiting().filter(target=target, kind=kind).exists():
        raise IllegalState(_("该项目已有同类材料的补充要求，尚未补充"), code="already_asked")
    return EvidenceRequest.objects.create(
        target=target, region_id=target.region_id, kind=kind, due_on=due_on, reason=reason.strip()[:300], asked_by=by,
        asked_on=on,
    )  # fmt: skip


@transaction.atomic
def take_back_request(
    *, request: EvidenceRequest, by: Officer, on: date, reason: str, seen_version: int
) -> EvidenceRequest:
    """收回: what was asked for is no longer needed, as acceptance waits for it; the reason stands in the history."""
    require(by, "change", "request", region=request.region_id)
    if request.state != EvidenceRequest.State.OPEN:
        raise IllegalState(_("该要求已经结束"), state=request.state)
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    changes = {"state": EvidenceRequest.State.TAKEN_BACK, "ended_on": on}
    with acting(by.actor, reason=reason.strip()):
        taken: EvidenceRequest = change_seen(request, seen_version=seen_version, changes=changes)
    return taken


def answer_requests(made: Evidence, on: date) -> None:
    """What was asked for is there."""
    waiting = EvidenceRequest.objects.waiting().filter(target=made.target_id, kind=made.kind, asked_on__lte=on)
    _turn(waiting, EvidenceRequest.State.ANSWERED, made, on)


def ask_again(voided: Evidence) -> None:
    """What answered a request was set aside: it waits again, unless the same was asked for anew."""
    waiting = EvidenceRequest.objects.waiting().filter(target=voided.target_id, kind=voided.kind)
    if not waiting.exists():
        last = EvidenceRequest.objects.filter(answered_with=voided).order_by("-pk")[:1]
        _turn(EvidenceRequest.objects.filter(pk__in=last.values("pk")), EvidenceRequest.State.OPEN, None, None)


def _turn(rows: EvidenceRequestQuerySet, state: str, made: Evidence | None, on: date | None) -> None:
    rows.update(state=state, answered_with=made, ended_on=on, version=F("version") + 1)
