"""Papers of acceptance (见证书、验收意见表) as .docx, to be signed on site."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse

from tracker.documents.acceptance_papers import acceptance_document, witness_document
from tracker.documents.rendering import DOCX
from tracker.progress.inspection_tables import Inspection
from tracker.targets.models import Target
from tracker.web.pages import OfficerRequest, page


@page("target")
def witness(request: OfficerRequest, pk: int) -> FileResponse:
    """The witness certificate of a target's dismantling."""
    seen = Target.objects.get_visible(request.user, pk=pk)
    target = Target.objects.select_related("plan", "enterprise", "facility", "region").get(pk=seen.pk)
    return _docx(witness_document(target), f"现场拆除见证书-{pk}.docx")


@page("inspection")
def acceptance(request: OfficerRequest, pk: int) -> FileResponse:
    """The opinion form of an inspection."""
    seen = Inspection.objects.get_visible(request.user, pk=pk)
    related = ("target__plan", "target__enterprise", "target__facility", "target__region")
    inspection = Inspection.objects.select_related(*related).get(pk=seen.pk)
    return _docx(acceptance_document(inspection), f"验收意见表-{pk}.docx")


def _docx(data: bytes, name: str) -> FileResponse:
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=DOCX)
