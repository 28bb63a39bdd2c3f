"""Handing a document out (公文下载): .docx at once; PDF where LibreOffice is there, else the page again with a plain word."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracker.documents.pdf import NoPdf, to_pdf
from tracker.documents.rendering import DOCX


def docx_file(data: bytes, name: str) -> FileResponse:
    """A document to be printed or edited."""
    return download(data, f"{name}.docx", DOCX)


def pdf_file(
    request: HttpRequest, make: Callable[[], bytes], name: str, *, back: str, pk: int | None = None
) -> HttpResponse | FileResponse:
    """The same as PDF; without LibreOffice back to the page `back` of the thing (or that address), which then says so."""
    try:
        return download(to_pdf(make()), f"{name}.pdf", "application/pdf")
    except NoPdf as missing:
        messages.warning(request, str(missing.message))
        return redirect(back) if pk is None else redirect(back, pk=pk)


def download(data: bytes, name: str, content_type: str) -> FileResponse:
    """A file to be saved."""
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=content_type)
