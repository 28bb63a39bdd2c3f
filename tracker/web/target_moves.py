"""What an officer does to one target (办理): move it to another stage, decide on an extension."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.targets.models import Target
from tracker.targets.services import extend, move
from tracker.targets.stages import MOVES
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import checked
from tracker.web.forms.targets import ExtensionForm, MoveForm
from tracker.web.pages import OfficerRequest, page


@page("target")
@require_POST
def make_move(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Move the target to another stage; the service checks role, state, day and version."""
    target = Target.objects.get_visible(request.user, pk=pk)
    if verb not in MOVES.moves:
        raise NotFound(verb=verb)
    said = checked(MoveForm(request.POST, today=today()))
    declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
    seen = said["version"]
    moved = move(target=target, verb=verb, on=said["on"], by=request.user, seen_version=seen, reason=said["reason"])
    messages.success(request, _("已登记：%(stage)s") % {"stage": moved.get_stage_display()})
    return redirect("target", pk=target.pk)


@page("target", "extend")
@require_POST
def decide_extension(request: OfficerRequest, pk: int) -> HttpResponse:
    """Decide on a later due day."""
    target = Target.objects.get_visible(request.user, pk=pk)
    said = checked(ExtensionForm(request.POST))
    declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
    extend(
        target=target, new_due_on=said["new_due_on"], by=request.user, on=today(), reason=said["reason"],
        seen_version=said["version"],
    )  # fmt: skip
    messages.success(request, _("已决定延期至 %(day)s") % {"day": said["new_due_on"]})
    return redirect("target", pk=target.pk)
