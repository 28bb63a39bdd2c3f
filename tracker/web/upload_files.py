"""The files of an upload (上传的文件): the original as it was sent, and the marked one that was handed back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracker.web.pages import OfficerRequest, page
from tracker.workbooks.models import Upload


@page("upload")
def original(request: OfficerRequest, pk: str) -> FileResponse:
    """The file as it was sent, always as a download."""
    upload = Upload.objects.get_visible(request.user, pk=pk)
    return _download(upload.file, upload.file_name)


@page("upload")
def annotated(request: OfficerRequest, pk: str) -> HttpResponseBase:
    """The officer's own workbook with its faults marked, to be mended and uploaded again."""
    upload = Upload.objects.get_visible(request.user, pk=pk)
    if not upload.annotated:
        return redirect("upload", pk=pk)
    stem = Path(upload.file_name).stem
    return _download(upload.annotated, _("%(name)s（标注错误）.xlsx") % {"name": stem})


def _download(file: Any, name: str) -> FileResponse:
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    return response
