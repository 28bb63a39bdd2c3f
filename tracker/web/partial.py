"""Sending a file in pieces (断点续传), for the page's own script; every answer is JSON, refusals too."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.progress.partial import LARGEST_PIECE, add, begin, finish, give_up, mine_or_404
from tracker.progress.partial_tables import PartialFile
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.values.errors import DomainError, InvalidValue
from tracker.web.editing import checked
from tracker.web.forms.progress import PartialForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.problems import status_of

View = Callable[..., HttpResponse]


def in_json(view: View) -> View:
    """Refusals as JSON, with what was written undone."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            request.refused = True  # type: ignore[attr-defined]
            said = {"code": error.code, "message": str(error.message), "offset": error.data.get("offset")}
            return JsonResponse(said, status=status_of(error))

    return answered


@page("target", "change")
@require_POST
@in_json
def start(request: OfficerRequest, pk: int) -> JsonResponse:
    """Begin a file for a target, or learn how far it came."""
    target = Target.objects.get_visible(request.user, pk=pk)
    said = checked(PartialForm(request.POST))
    return _state(begin(target=target, by=request.user, **said), status=201)


@page("evidence", "change")
@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@in_json
def piece(request: OfficerRequest, pk: uuid.UUID) -> JsonResponse:
    """How far it came; one more piece; or never mind."""
    if request.method in ("GET", "HEAD"):
        return _state(PartialFile.objects.get_visible(request.user, pk=pk))
    file = mine_or_404(pk, request.user)
    if request.method == "PATCH":
        offset = request.headers.get("Upload-Offset", "")
        if not offset.isdecimal():
            raise InvalidValue(_("缺少续传位置"), field="Upload-Offset")
        digest = request.headers.get("Upload-Checksum", "").removeprefix("sha256 ")
        file = add(file=file, offset=int(offset), piece=_body(request), sha256=digest, by=request.user)
        return _state(file)
    give_up(file=file)
    return JsonResponse({})


@page("evidence", "change")
@require_POST
@in_json
def complete(request: OfficerRequest, pk: uuid.UUID) -> JsonResponse:
    """The whole is there. What is refused for what it holds is forgotten: sending it again would not help."""
    file = mine_or_404(pk, request.user)
    try:
        made = finish(file=file, by=request.user, on=today())
    except InvalidValue as error:
        give_up(file=file)
        return JsonResponse({"code": error.code, "message": str(error.message)}, status=422)
    return JsonResponse(_made(made))


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig as error:
        raise InvalidValue(_("每段不能为空，也不能超过 1 MiB"), code="piece_size", field="file") from error


def _state(file: PartialFile, *, status: int = 200) -> JsonResponse:
    said = {
        "url": reverse("evidence_part", args=[file.pk]), "complete": reverse("evidence_part_complete", args=[file.pk]),
        "offset": file.offset, "size": file.size, "piece": LARGEST_PIECE,
    }  # fmt: skip
    return JsonResponse(said, status=status, headers={"Upload-Offset": str(file.offset)})


def _made(evidence: Evidence) -> dict[str, str]:
    return {"evidence": str(evidence.pk), "name": evidence.file_name}
