"""Pages of jobs (作业): one's own background work, or everybody's for administrators; how far it is, and why it failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.shortcuts import render
from django.urls import reverse

from tracker.jobs.models import Job
from tracker.jobs.services import UNFINISHED, may_cancel
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.web.forms.filters import JobFilter
from tracker.web.job_kinds import PAGES, name_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.workbooks.models import Upload

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
    files = _files(listed["page"].object_list, request.user)
    jobs = [_shown(job, request.user) | {"file": files.get(job.subject, "")} for job in listed["page"].object_list]
    context = {
        "filter_form": filters,
        "jobs": jobs,
        "moving": any(each["moving"] for each in jobs),
        "of_all": request.user.role in (*WITHOUT_WORDS, Role.AUDITOR),
    }
    return render(request, "tracker/jobs/list.html", context | listed)


def _files(jobs: Iterable[Job], officer: Officer) -> dict[str, str]:
    """The names of the files that jobs are about, by subject; none for those who see no business data."""
    if officer.role in WITHOUT_WORDS:
        return {}
    uploads = Upload.objects.visible_to(officer).filter(pk__in=[job.subject for job in jobs if job.kind == "upload"])
    return {str(pk): name for pk, name in uploads.values_list("pk", "file_name")}


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
