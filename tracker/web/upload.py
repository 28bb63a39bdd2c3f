"""The page of one upload (上传预览): being read, what it would do, apply or set aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.tasks import wake
from tracker.values.dates import today
from tracker.web.pages import OfficerRequest, page
from tracker.web.previews import UNREAD, preview_context
from tracker.web.underway import progress_context
from tracker.workbooks.applying import AT_ONCE, apply_later, apply_upload, cancel_upload, may_be_applied
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload
from tracker.workbooks.undoing import may_undo


@page("upload")
def detail(request: OfficerRequest, pk: str) -> HttpResponse:
    """One upload: being read, or what it would do, or did, row by row."""
    upload = _upload(request, pk)
    upload.kind_label = KINDS[upload.kind].title
    is_own = upload.uploaded_by_id == request.user.pk
    context: dict[str, Any] = {
        "upload": upload,
        "is_own": is_own and may(request.user, "change", "upload"),
        "may_undo": may_undo(upload, request.user),
    }
    if upload.state in UNREAD:
        return render(request, "tracker/uploads/detail.html", context | progress_context(upload))
    context["may_apply"] = context["is_own"] and may_be_applied(upload)
    return render(request, "tracker/uploads/detail.html", context | preview_context(request, upload))


@page("upload")
def progress(request: OfficerRequest, pk: str) -> HttpResponse:
    """Polled while a worker is at the file; once it has ended, the page is told to load anew."""
    upload = _upload(request, pk)
    is_own = upload.uploaded_by_id == request.user.pk
    context = {"upload": upload, "is_own": is_own} | progress_context(upload)
    response = render(request, "tracker/uploads/progress.html", context)
    if upload.state not in UNREAD:
        response["HX-Refresh"] = "true"
    return response


@page("upload", "change")
@require_POST
def apply(request: OfficerRequest, pk: str) -> HttpResponse:
    """Write what the preview showed; of a file with errors the good rows, where its kind allows that."""
    upload = _upload(request, pk)
    if upload.created + upload.updated > AT_ONCE:
        apply_later(upload=upload, by=request.user)
        wake("upload")
        return redirect("upload", pk=pk)
    applied = apply_upload(
        upload=upload, by=request.user, now=timezone.now(), on=today(), request_id=request.request_id
    )
    counted = {"created": applied.created, "updated": applied.updated}
    messages.success(request, _("已写入：新增 %(created)d 行，变更 %(updated)d 行") % counted)
    return redirect("upload", pk=pk)


@page("upload", "change")
@require_POST
def cancel(request: OfficerRequest, pk: str) -> HttpResponse:
    """Set a preview aside; the file stays on record."""
    upload = cancel_upload(upload=_upload(request, pk), by=request.user)
    if upload.state == Upload.State.APPLYING:
        messages.info(request, _("已要求停止，正在撤回"))
        return redirect("upload", pk=pk)
    messages.info(request, _("已放弃，没有写入任何数据"))
    return redirect("uploads")


def _upload(request: OfficerRequest, pk: str) -> Any:
    seen = Upload.objects.get_visible(request.user, pk=pk)
    return Upload.objects.select_related("plan", "uploaded_by", "undone_by", "region").get(pk=seen.pk)
