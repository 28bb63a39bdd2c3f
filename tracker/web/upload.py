"""The page of one upload (上传预览): being read, or what it would do or did."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.web.pages import OfficerRequest, page
from tracker.web.previews import preview_context
from tracker.web.underway import is_underway, progress_context
from tracker.workbooks.applying import may_be_applied
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
    context["underway"] = is_underway(upload)
    if context["underway"]:
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
    if not is_underway(upload):
        response["HX-Refresh"] = "true"
    return response


def _upload(request: OfficerRequest, pk: str) -> Any:
    seen = Upload.objects.get_visible(request.user, pk=pk)
    return Upload.objects.select_related("plan", "uploaded_by", "undone_by", "region").get(pk=seen.pk)
