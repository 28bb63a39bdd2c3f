"""Pages of uploads (上传): the record of every file, and taking a new one in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.jobs.services import submit
from tracker.officers.permissions import may
from tracker.tasks import wake
from tracker.web.forms.filters import UploadFilter
from tracker.web.forms.uploads import UploadForm, kinds_for
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import chosen_plan
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload
from tracker.workbooks.receiving import receive


@page("upload")
def index(request: OfficerRequest) -> Reply:
    """Every file that was sent, by whom, and what became of it."""
    filters = UploadFilter(request.GET)
    rows = filters.narrow(Upload.objects.visible_to(request.user)).select_related("plan", "uploaded_by")
    rows = rows.defer("errors", "warnings")
    if file := exported(request, "uploads", rows, filters=filters):
        return file
    listed = page_context(request, rows)
    for upload in listed["page"].object_list:
        upload.kind_label = KINDS[upload.kind].title
    context = {"filter_form": filters, "may_upload": may(request.user, "change", "upload")}
    return render(request, "tracker/uploads/list.html", context | listed)


@page("upload", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """Choose kind, plan and file; the file is kept and a worker told, and the page answers at once."""
    kinds = kinds_for(request.user)
    known = {"kind": request.GET.get("kind", "targets" if "targets" in kinds else kinds[0])}
    form = UploadForm(initial=known | {"plan": chosen_plan(request)}, officer=request.user)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, officer=request.user)
        if form.is_valid():
            said = form.cleaned_data
            upload = receive(file=said["file"], kind=said["kind"], plan=said["plan"], by=request.user)
            submit(kind="upload", subject=str(upload.pk), by=request.user)
            wake("upload")
            return redirect("upload", pk=upload.pk)
    return render(request, "tracker/uploads/new.html", {"form": form, "kinds": [KINDS[code] for code in kinds]})
