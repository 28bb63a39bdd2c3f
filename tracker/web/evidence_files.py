"""Files of evidence (佐证材料文件): the original as a download, the small picture; always under the target's visibility."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from tracker.targets.evidence import Evidence
from tracker.values.errors import NotFound
from tracker.web.pages import OfficerRequest, page


@page("evidence")
def original(request: OfficerRequest, pk: str) -> FileResponse:
    """The file as it was handed in, always as a download."""
    evidence = Evidence.objects.get_visible(request.user, pk=pk)
    return sealed(evidence.file, evidence.content_type, name=evidence.file_name)


@page("evidence")
def thumbnail(request: OfficerRequest, pk: str) -> FileResponse:
    """The small picture, drawn by us."""
    evidence = Evidence.objects.get_visible(request.user, pk=pk)
    if not evidence.thumbnail:
        raise NotFound(pk=pk)
    return sealed(evidence.thumbnail, "image/jpeg")


def sealed(file: FieldFile, content_type: str, *, name: str = "") -> FileResponse:
    """A stored file that no browser may take for anything else; with a name, as a download."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise NotFound(file=file.name) from error
    response = FileResponse(opened, as_attachment=bool(name), filename=name)
    response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
