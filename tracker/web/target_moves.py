"""What an officer does to one target (办理): move it to another stage, decide on an extension."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.targets.benefits import put_benefit
from tracker.targets.models import Target
from tracker.targets.services import extend, move, record_part
from tracker.targets.stages import MOVES
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import checked
from tracker.web.forms.progress import BenefitForm, HeldForm, PartForm
from tracker.web.forms.targets import ExtensionForm, MoveForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.target_refusals import kept_or_told


@page("target")
@require_POST
def make_move(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Move the target to another stage; the service checks role, state, day and version."""
    target = Target.objects.get_visible(request.user, pk=pk)
    if verb not in MOVES.moves:
        raise NotFound(verb=verb)
    held = HeldForm(request.POST) if "held" in MOVES.moves[verb].needs else None

    def save() -> str:
        said = checked(MoveForm(request.POST, today=today()))
        declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
        if held is not None:
            checked(held)
        moved = move(
            target=target, verb=verb, on=said["on"], by=request.user, seen_version=said["version"],
            reason=said["reason"], held=held.held() if held else None,
        )  # fmt: skip
        return _("已登记：%(stage)s") % {"stage": moved.get_stage_display()}

    typed: dict[str, Any] = {"moving": request.POST.dict() | {"verb": verb}}
    return kept_or_told(request, pk, save, typed | ({"held_form": held} if held else {}))


@page("target", "extend")
@require_POST
def decide_extension(request: OfficerRequest, pk: int) -> HttpResponse:
    """Decide on a later due day."""
    target = Target.objects.get_visible(request.user, pk=pk)

    def save() -> str:
        said = checked(ExtensionForm(request.POST))
        declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
        extend(
            target=target, new_due_on=said["new_due_on"], by=request.user, on=today(), reason=said["reason"],
            seen_version=said["version"],
        )  # fmt: skip
        return _("已决定延期至 %(day)s") % {"day": said["new_due_on"]}

    return kept_or_told(request, pk, save, {"extending": request.POST})


@page("target", "report")
@require_POST
def part(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that a part was dismantled."""
    target = Target.objects.get_visible(request.user, pk=pk)
    form = PartForm(request.POST, today=today())

    def save() -> str:
        said = checked(form)
        record_part(
            target=target, amount=said["amount"], equipment_count=said["equipment_count"], on=said["on"],
            by=request.user, reason=said["reason"], seen_version=said["version"],
        )  # fmt: skip
        return _("已登记部分拆除")

    return kept_or_told(request, pk, save, {"part_form": form}, form=form)


@page("target", "change")
@require_POST
def benefit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record what the target frees."""
    target = Target.objects.get_visible(request.user, pk=pk)
    form = BenefitForm(request.POST)

    def save() -> str:
        said = checked(form)
        put_benefit(target=target, freed=form.freed(), by=request.user, seen_version=said["version"] or 0)
        return _("已保存")

    return kept_or_told(request, pk, save, {"benefit_form": form}, form=form)
