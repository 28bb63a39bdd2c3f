"""One alert (预警): how it came to where it is on the ladder, and what may be done with it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tracker.alerts.handling import handlers_of
from tracker.alerts.inbox import RELATED, described
from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert
from tracker.officers.permissions import may
from tracker.web.forms.inbox import AssignForm, HandlingForm, SnoozeForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page


@page("alert")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """The alert with its rungs, its history, and what may be done."""
    rows = Alert.objects.visible_to(request.user).select_related(*RELATED, "assigned_to")
    alert = described([get_object_or_404(rows, pk=pk)])[0]
    standing = alert.state != Alert.State.RESOLVED
    version = {"version": alert.version}
    context = {
        "alert": alert,
        "escalations": alert.escalations.select_related("rung", "told_in"),
        "may_change": standing and may(request.user, "change", "alert"),
        "may_settle": bool(alert.task) and may(request.user, "settle", "alert"),
        "may_move_due": standing and KINDS[alert.subject_kind].can_change and may(request.user, "view", "deadline"),
        "perms_order": may(request.user, "propose", "order"),
        "note_form": HandlingForm(initial=version),
        "assign_form": AssignForm(officers=handlers_of(alert), initial=version | {"to": alert.assigned_to_id}),
        "snooze_form": SnoozeForm(initial=version),
        "history": history_of(alert, request.user),
    }
    return render(request, "tracker/alerts/detail.html", context)
