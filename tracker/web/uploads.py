"""Pages of uploads (上传): take a workbook in, show what it would do, apply or set aside, hand out files and templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.jobs.models import Job
from tracker.jobs.services import submit
from tracker.officers.permissions import may
from tracker.tasks import wake
from tracker.web.forms.filters import UploadFilter
from tracker.web.forms.uploads import UploadForm
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import chosen_plan
from tracker.web.previews import UNREAD, preview_context
from tracker.workbooks.imports import apply_upload, cancel_upload, receive
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.merging import CODECS
from tracker.workbooks.models import Upload


@page("upload")
def index(request: OfficerRequest) -> HttpResponse:
    """Every file that was sent, by whom, and what became of it."""
    filters = UploadFilter(request.GET)
    rows = filters.narrow(Upload.objects.visible_to(request.user)).select_related("plan", "uploaded_by")
    listed = page_context(request, rows.defer("errors", "warnings"))
    for upload in listed["page"].object_list:
        upload.kind_label = KINDS[upload.kind].title
    context = {
        "filter_form": filters,
        "may_upload": may(request.user, "change", "upload"),
        "crumbs": [{"label": _("总览"), "url": reverse("overview")}, {"label": _("上传")}],
    }
    return render(request, "tracker/uploads/list.html", context | listed)


@page("upload", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """Choose kind, plan and file; the file is kept and a worker told, and the page answers at once."""
    form = UploadForm(initial={"kind": request.GET.get("kind", "targets"), "plan": chosen_plan(request)})
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            said = form.cleaned_data
            file: UploadedFile = said["file"]
            upload = receive(file=file, kind=said["kind"], plan=said["plan"], by=request.user)
            submit(kind="upload", subject=str(upload.pk), by=request.user)
            wake("upload")
            return redirect("upload", pk=upload.pk)
    kinds = [KINDS[code] for code in CODECS]
    return render(request, "tracker/uploads/new.html", {"form": form, "kinds": kinds, "crumbs": [*_crumbs(), {"label": _("上传工作簿")}]})


@page("upload")
def detail(request: OfficerRequest, pk: str) -> HttpResponse:
    """One upload: being read, or what it would do, or did, row by row."""
    upload = _upload(request, pk)
    upload.kind_label = KINDS[upload.kind].title
    is_own = upload.uploaded_by_id == request.user.pk
    context: dict[str, Any] = {
        "upload": upload,
        "may_apply": is_own and may(request.user, "change", "upload"),
        "crumbs": [*_crumbs(), {"label": upload.file_name}],
    }
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
    applied = apply_upload(upload=upload, by=request.user, now=timezone.now())
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
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _upload(request: OfficerRequest, pk: str) -> Any:
    return Upload.objects.select_related("plan", "uploaded_by", "region").get_visible(request.user, pk=pk)


def _job(upload: Upload) -> Job | None:
    return Job.objects.filter(kind="upload", subject=str(upload.pk)).first()


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("总览"), "url": reverse("overview")}, {"label": _("上传"), "url": reverse("uploads")}]
