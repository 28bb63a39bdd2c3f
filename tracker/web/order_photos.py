"""Photos of an execution (执行照片): adding one on the site, setting it aside, looking at it; only for who may see the order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.photographing import attach_photo, set_photo_aside
from tracker.values.errors import NotFound
from tracker.web.editing import checked
from tracker.web.evidence_files import sealed
from tracker.web.forms.orders import PhotoForm
from tracker.web.forms.progress import ReasonForm
from tracker.web.orders import order_seen
from tracker.web.pages import OfficerRequest, page


@page("order", "execute")
@require_POST
def add(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take one photo in; on a phone straight from the camera."""
    order, said = order_seen(request, pk), checked(PhotoForm(request.POST, request.FILES))
    file = said["file"]
    attach_photo(order=order, file=file, name=file.name, by=request.user, note=said["note"])
    messages.success(request, _("已上传：%(name)s") % {"name": file.name})
    return redirect("order", pk=pk)


@page("order", "execute")
@require_POST
def void(request: OfficerRequest, pk: int, photo: str) -> HttpResponse:
    """Set a photo aside that was added by mistake."""
    said = checked(ReasonForm(request.POST))
    set_photo_aside(photo=_seen(request, pk, photo), reason=said["reason"], by=request.user)
    messages.info(request, _("已作废，文件仍保留备查"))
    return redirect("order", pk=pk)


@page("order")
def original(request: OfficerRequest, pk: int, photo: str) -> FileResponse:
    """The photo as it was handed in, always as a download."""
    found = _seen(request, pk, photo)
    return sealed(found.file, found.content_type, name=found.file_name)


@page("order")
def thumbnail(request: OfficerRequest, pk: int, photo: str) -> FileResponse:
    """The small picture, drawn by us."""
    found = _seen(request, pk, photo)
    if not found.thumbnail:
        raise NotFound(pk=photo)
    return sealed(found.thumbnail, "image/jpeg")


def _seen(request: OfficerRequest, pk: int, photo: Any) -> OrderPhoto:
    return OrderPhoto.objects.select_related("order").get_visible(request.user, pk=photo, order=pk)
