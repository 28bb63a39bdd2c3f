"""The page of one upload (上传预览): being read, what it would do, apply or set aside, the original file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.jobs.models import Job
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.pages import OfficerRequest, page
from tracker.web.previews import UNREAD, preview_context
from tracker.workbooks.applying import apply_upload, cancel_upload
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload


@page("upload")
def detail(request: OfficerRequest, pk: str) -> HttpResponse:
    """One upload: being read, or what it would do, or did, row by row."""
    upload = _upload(request, pk)
    upload.kind_label = KINDS[upload.kind].title
    is_own = upload.uploaded_by_id == request.user.pk
    context: dict[str, Any] = {"upload": upload, "may_apply": is_own and may(request.user, "change", "upload")}
    context |= {"job": _job(upload)} if upload.state in UNREAD else preview_context(request, upload)
    return render(request, "tracker/uploads/detail.html", context)


@page("upload")
def progress(request: OfficerRequest, pk: str) -> HttpResponse:
    """Polled while the file is being read; once it has been, the page is told to load anew."""
    upload = _upload(request, pk)
    response = render(request, "tracker/uploads/progress.html", {"upload": upload, "job": _job(upload)})
    if upload.state not in UNREAD:
        response["HX-Refresh"] = "true"
    return response


@page("upload", "change")
@require_POST
def apply(request: OfficerRequest, pk: str) -> HttpResponse:
    """Write what the preview showed, all of it or nothing."""
    upload = _upload(request, pk)
    declare(request.user.actor, reason=_("导入 %(file)s") % {"file": upload.file_name}, request_id=request.request_id)
    applied = apply_upload(upload=upload, by=request.user, now=timezone.now(), on=today())
    counted = {"created": applied.created, "updated": applied.updated}
    messages.success(request, _("已写入：新增 %(created)d 行，变更 %(updated)d 行") % counted)
    return redirect("upload", pk=pk)


@page("upload", "change")
@require_POST
def cancel(request: OfficerRequest, pk: str) -> HttpResponse:
    """Set a preview aside; the file stays on record."""
    cancel_upload(upload=_upload(request, pk), by=request.user)
    messages.info(request, _("已放弃，没有写入任何数据"))
    return redirect("uploads")


@page("upload")
def original(request: OfficerRequest, pk: str) -> FileResponse:
    """The file as it was sent, always as a download."""
    upload = _upload(request, pk)
    response = FileResponse(upload.file.open("rb"), as_attachment=True, filename=upload.file_name)
    response["Content-Type"] = "application/octet-stream"
    return response


def _upload(request: OfficerRequest, pk: str) -> Any:
    seen = Upload.objects.get_visible(request.user, pk=pk)
    return Upload.objects.select_related("plan", "uploaded_by", "region").get(pk=seen.pk)


def _job(upload: Upload) -> Job | None:
    return Job.objects.filter(kind="upload", subject=str(upload.pk)).first()
