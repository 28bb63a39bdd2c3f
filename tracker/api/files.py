"""Files by program (文件下载): evidence as it was handed in, and an enterprise's whole case file, for reading tokens.

A file is had from its own page on behalf of the officer of the token: what that page refuses is refused here.
"""

from __future__ import annotations

from django.http import FileResponse
from django.urls import resolve, reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from tracker.api.doors import Door
from tracker.registry.models import Enterprise
from tracker.targets.evidence import Evidence
from tracker.values.errors import NotFound


def file_of(page: str, request: Request, pk: str) -> FileResponse:
    """What the page answers to the officer of the request, streamed; NotFound where that is no file."""
    found = resolve(reverse(page, args=(pk,)))
    answer = found.func(request._request, *found.args, **found.kwargs)
    if not isinstance(answer, FileResponse):
        raise NotFound(pk=pk)
    return answer


class EvidenceFile(Door):
    """佐证材料 as it was handed in; its SHA-256 stands in the list."""

    resource = "evidence"
    model = Evidence

    @extend_schema(
        operation_id="evidence_file",
        responses={(200, kind): OpenApiTypes.BINARY for kind in ("image/jpeg", "image/png", "application/pdf")},
        tags=["evidence"],
    )
    def get(self, request: Request, pk: str) -> FileResponse:
        """The file."""
        return file_of("evidence_file", request, pk)


class EnterpriseCaseFile(Door):
    """企业案卷 with every document and an index, as one .zip."""

    resource = "enterprise"
    model = Enterprise

    @extend_schema(
        operation_id="enterprises_casefile",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
        tags=["enterprises"],
    )
    def get(self, request: Request, pk: str) -> FileResponse:
        """The bundle, put together as of now."""
        return file_of("enterprise_casefile_whole", request, pk)
