"""Cancelling a job (取消作业) from its page."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.jobs.models import Job
from tracker.jobs.services import cancel
from tracker.tasks import sweep_jobs
from tracker.web.pages import OfficerRequest, page


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
