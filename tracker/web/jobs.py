"""Pages of jobs (作业): one's own background work, or everybody's for administrators; how far it is, and stopping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.jobs.models import Job
from tracker.jobs.services import UNFINISHED, cancel, may_cancel
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.tasks import sweep_jobs
from tracker.web.forms.filters import JobFilter
from tracker.web.job_kinds import PAGES, name_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page

# They look after the system and see no business data, so they are told the fault's code only.
WITHOUT_WORDS = (Role.SYSADMIN, Role.AUDITADMIN)


@page("job")
def index(request: OfficerRequest) -> Reply:
    """Jobs, the newest first; the page refreshes itself while something is still to be done."""
    filters = JobFilter(request.GET)
    rows = filters.narrow(Job.objects.visible_to(request.user).select_related("created_by"))
    if file := exported(request, "jobs", rows, filters=filters):
        return file
    listed = page_context(request, rows)
    jobs = [_shown(job, request.user) for job in listed["page"].object_list]
    context = {
        "filter_form": filters,
        "jobs": jobs,
        "moving": any(each["moving"] for each in jobs),
        "of_all": request.user.role in (*WITHOUT_WORDS, Role.AUDITOR),
    }
    return render(request, "tracker/jobs/list.html", context | listed)


@page("job")
@require_POST
def stop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Cancel a job: at once where it waits, at its next word where it is being worked on."""
    job = cancel(job=Job.objects.get_visible(request.user, pk=pk), by=request.user, now=timezone.now())
    transaction.on_commit(sweep_jobs.delay, robust=True)  # what waits for its end need not wait for the next minute
    stopped = job.state == Job.State.CANCELLED
    messages.info(
        request, _("作业已取消，没有写入任何数据") if stopped else _("已要求取消，正在执行的步骤停下后即生效")
    )
    return redirect("jobs")


def _shown(job: Job, officer: Officer) -> dict[str, Any]:
    address = PAGES.get(job.kind)
    with_words = officer.role not in WITHOUT_WORDS
    moving = job.state in UNFINISHED
    return {
        "job": job,
        "label": name_of(job),
        "url": reverse(address, args=[job.subject]) if address and with_words else "",
        "words": job.message if with_words else job.fault,
        "moving": moving,
        "may_cancel": moving and not job.cancel_requested and may_cancel(job, officer),
    }
