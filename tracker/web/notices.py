"""Publication (公示公告), the officers' side: put up, take objections, answer them, announce."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.notice_tables import Notice, Objection
from tracker.progress.publication import (
    SHORTEST_PERIOD,
    announce,
    handle_objection,
    publish_notice,
    receive_objection,
    targets_for,
)
from tracker.values.dates import today
from tracker.values.errors import InvalidValue, NotFound
from tracker.web.editing import attempt, checked
from tracker.web.forms.inspections import VerdictForm
from tracker.web.forms.notices import AnnouncementForm, NoticeForm, ObjectionForm
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404


@page("notice")
def index(request: OfficerRequest) -> Reply:
    """The notices of the plan."""
    plan = plan_or_404(request)
    notices = Notice.objects.filter(plan=plan).select_related("published_by")
    if file := exported(request, "notices", notices, plan=plan):
        return file
    context = {
        "notices": notices,
        "may_publish": may(request.user, "change", "notice"),
    }
    return render(request, "tracker/progress/notices.html", context)


@page("notice", "change")
def new(request: OfficerRequest) -> Reply:
    """Put something up for notice."""
    plan, on = plan_or_404(request), today()
    form = NoticeForm(request.POST or None, initial={"objections_until": on + timedelta(days=SHORTEST_PERIOD)})
    if request.method == "POST":
        tried = attempt(
            request, form, None, lambda: publish_notice(plan=plan, by=request.user, on=on, **form.cleaned_data)
        )  # fmt: skip
        if tried.saved:
            return redirect("notice", pk=tried.saved.pk)
    counts = [(label, len(targets_for(plan, kind))) for kind, label in form.fields["kind"].choices]  # type: ignore[attr-defined]
    return render(request, "tracker/progress/notice_new.html", {"form": form, "plan": plan, "counts": counts})


@page("notice")
def detail(request: OfficerRequest, pk: int) -> Reply:
    """One notice: its objections, for those who may know who objects, and what may be done."""
    notice, on = _notice(pk), today()
    changes = may(request.user, "change", "notice")
    until = notice.objections_until
    followed = Notice.objects.filter(follows=notice).first()
    context = {
        "notice": notice,
        "objections": Objection.objects.visible_to(request.user)
        .filter(notice=notice)
        .select_related("handled_by", "target__enterprise"),
        "followed": followed,
        "may_change": changes,
        "objection_form": ObjectionForm() if changes and until and on <= until else None,
        "announcement_form": AnnouncementForm()
        if changes and notice.kind == Notice.Kind.RESULT and until and on > until and not followed
        else None,
        "form": VerdictForm(),
    }
    return render(request, "tracker/progress/notice.html", context)


@page("notice", "change")
@require_POST
def object_to(request: OfficerRequest, pk: int) -> Reply:
    """Take an objection in."""
    notice, said = _notice(pk), checked(ObjectionForm(request.POST))
    target = None
    if said["number"]:
        line = notice.lines.filter(number=said["number"]).select_related("target").first()
        if line is None:
            raise InvalidValue(_("名单中没有这个序号"), field="number")
        target = line.target
    receive_objection(
        notice=notice, raised_by=said["raised_by"], contact=said["contact"], text=said["text"], target=target,
        by=request.user, on=today(),
    )  # fmt: skip
    messages.success(request, _("已受理异议"))
    return redirect("notice", pk=pk)


@page("notice", "change")
@require_POST
def answer(request: OfficerRequest, pk: int, objection: int) -> Reply:
    """Answer an objection."""
    found = Objection.objects.get_visible(request.user, pk=objection, notice=pk)
    said = checked(VerdictForm(request.POST))
    handle_objection(
        objection=found, upheld=said["proven"], answer=said["conclusion"], by=request.user, on=today(),
        seen_version=said["version"],
    )  # fmt: skip
    return redirect("notice", pk=pk)


@page("notice", "change")
@require_POST
def conclude(request: OfficerRequest, pk: int) -> Reply:
    """Announce what is finished."""
    notice, said = _notice(pk), checked(AnnouncementForm(request.POST))
    made = announce(notice=notice, title=said["title"], body=said["body"], by=request.user, on=today())
    messages.success(request, _("已公告"))
    return redirect("notice", pk=made.pk)


def _notice(pk: int) -> Notice:
    notice = Notice.objects.select_related("plan", "follows", "published_by").filter(pk=pk).first()
    if notice is None:
        raise NotFound(notice=pk)
    return notice
