"""What an officer does with a previewed upload (应用、放弃): write it, now or by a worker, or set it aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.tasks import wake
from tracker.values.dates import today
from tracker.values.errors import InvalidValue
from tracker.web.pages import OfficerRequest, page
from tracker.workbooks.applying import AT_ONCE, apply_later, apply_upload
from tracker.workbooks.models import Upload
from tracker.workbooks.setting_aside import cancel_upload


@page("upload", "change")
@require_POST
def apply(request: OfficerRequest, pk: str) -> HttpResponse:
    """Write what the preview showed; of a file with errors the good rows, where its kind allows that."""
    upload = Upload.objects.get_visible(request.user, pk=pk)
    if upload.created + upload.updated > AT_ONCE:
        apply_later(upload=upload, by=request.user)
        wake("upload")
        return redirect("upload", pk=pk)
    try:
        applied = apply_upload(
            upload=upload, by=request.user, now=timezone.now(), on=today(), request_id=request.request_id
        )
    except InvalidValue as error:  # a rule that only what is written can break: the page of the upload says which
        messages.error(request, _("没有写入任何数据：%(why)s") % {"why": error.message})
        return redirect("upload", pk=pk)
    counted = {"created": applied.created, "updated": applied.updated}
    messages.success(request, _("已写入：新增 %(created)d 行，变更 %(updated)d 行") % counted)
    return redirect("upload", pk=pk)


@page("upload", "change")
@require_POST
def cancel(request: OfficerRequest, pk: str) -> HttpResponse:
    """Set a preview aside; the file stays on record."""
    upload = cancel_upload(upload=Upload.objects.get_visible(request.user, pk=pk), by=request.user)
    if upload.state == Upload.State.APPLYING:
        messages.info(request, _("已要求停止，正在撤回"))
        return redirect("upload", pk=pk)
    messages.info(request, _("已放弃，没有写入任何数据"))
    return redirect("uploads")
