"""Pages of due days (延期、中止): one deadline with all that moved it, asking for an extension, deciding on it, pausing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.alerts.matters import kind_named, titled
from tracker.deadlines import changing
from tracker.deadlines.change_tables import DeadlineChange, ExtensionRequest
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.values.errors import IllegalState, NotFound
from tracker.web.editing import checked
from tracker.web.forms.deadlines import AskForm, DecideForm, PauseForm
from tracker.web.pages import OfficerRequest, page


@page("deadline")
def detail(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """One deadline: the day set, the day now, what moved it, and what may be done."""
    officer, on, of = request.user, today(), kind_named(kind)
    try:
        subject = changing.subject_of(of, pk, by=officer, on=on)
    except IllegalState as over:
        return render(request, "tracker/deadlines/over.html", {"kind": of, "said": over.message, "pk": pk})
    requests = ExtensionRequest.objects.visible_to(officer).filter(kind=kind, subject_id=pk)
    changes = DeadlineChange.objects.visible_to(officer).filter(kind=kind, subject_id=pk)
    waiting = requests.waiting().first()
    context = {
        "subject": subject,
        "title": titled((kind, pk), subject.title),
        "requests": requests.select_related("requested_by", "decided_by"),
        "changes": changes.select_related("by"),
        "waiting": waiting,
        "may_request": may(officer, "request", "deadline") and not subject.is_paused and waiting is None,
        "may_decide": waiting and may(officer, "decide", "deadline") and waiting.requested_by_id != officer.pk,
        "may_take_back": waiting and waiting.requested_by_id == officer.pk,
        "may_pause": changing.may_pause(subject, officer),
        "ask_form": AskForm(),
        "decide_form": DecideForm(initial={"version": waiting.version}) if waiting else None,
        "pause_form": PauseForm(),
    }
    return render(request, "tracker/deadlines/deadline.html", context)


@page("deadline", "request")
@require_POST
def ask(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Ask for a later due day."""
    of = kind_named(kind)
    changing.subject_of(of, pk, by=request.user, on=today())
    said = checked(AskForm(request.POST))
    changing.request_extension(kind=of, pk=pk, by=request.user, on=today(), **said)
    messages.success(request, _("已提交，等待审批"))
    return redirect("deadline", kind=kind, pk=pk)


@page("deadline", "decide")
@require_POST
def decide(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Approve or refuse the request that waits."""
    said = checked(DecideForm(request.POST))
    changing.decide_extension(
        request=_waiting(request, kind, pk), kind=kind_named(kind), approve=request.POST.get("decision") == "approve",
        by=request.user, on=today(), note=said["note"], seen_version=said["version"],
    )  # fmt: skip
    messages.success(request, _("已审批"))
    return redirect("deadline", kind=kind, pk=pk)


@page("deadline", "request")
@require_POST
def take_back(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Take one's own request back."""
    waiting = _waiting(request, kind, pk)
    said = checked(DecideForm(request.POST))
    changing.take_back(request=waiting, by=request.user, seen_version=said["version"])
    messages.success(request, _("已撤回"))
    return redirect("deadline", kind=kind, pk=pk)


@page("deadline", "pause")
@require_POST
def pause(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Pause the deadline, or resume it."""
    said = checked(PauseForm(request.POST))
    move = changing.resume if request.POST.get("what") == "resume" else changing.pause
    made = move(kind=kind_named(kind), pk=pk, by=request.user, on=today(), **said)
    messages.success(request, made.get_what_display())
    return redirect("deadline", kind=kind, pk=pk)


def _waiting(request: OfficerRequest, kind: str, pk: int) -> ExtensionRequest:
    rows = ExtensionRequest.objects.visible_to(request.user).waiting()
    found: ExtensionRequest | None = rows.filter(kind=kind, subject_id=pk).first()
    if found is None:
        raise NotFound(kind=kind, pk=pk)
    return found
