"""Photographing an execution (拍照留证): examined like all evidence, kept, and set aside only before the execution is recorded."""

from __future__ import annotations

from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from tracker.enforcement.order_tables import Order
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.services import require_for
from tracker.enforcement.states import OrderState
from tracker.officers.models import Officer
from tracker.progress.evidence_files import LARGEST, Examined, examine, label_of
from tracker.targets.stages import EvidenceKind
from tracker.values.errors import IllegalState, InvalidValue

_OPEN = (OrderState.ISSUED, OrderState.ACKNOWLEDGED, OrderState.EXECUTED)
MOST = 20


@transaction.atomic
def attach_photo(*, order: Order, file: IO[bytes], name: str, by: Officer, note: str = "") -> OrderPhoto:
    """Add one photo of an execution; the same file twice is the same photo. Refused files leave nothing behind."""
    require_for(order, "execute", by)
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state not in _OPEN:
        raise IllegalState(_("措施不在待执行或待核实状态，不能再加照片"), state=locked.state)
    data = file.read(LARGEST + 1)
    examined = examine(data, EvidenceKind.PHOTO_DURING)
    known = OrderPhoto.objects.standing().filter(issued_to_id=order.issued_to_id, sha256=examined.sha256).first()
    if known is not None and known.order_id != order.pk:
        raise InvalidValue(_("这张照片已用于另一件措施，请上传现场拍摄的照片"), field="file", code="photo_used")
    if known is None and OrderPhoto.objects.standing().filter(order=order).count() >= MOST:
        raise InvalidValue(_("一件措施最多二十张照片"), field="file", code="too_many")
    return known or _keep(order, data, examined, name, by, note)


@transaction.atomic
def set_photo_aside(*, photo: OrderPhoto, reason: str, by: Officer) -> OrderPhoto:
    """作废: a photo added by mistake, as long as the execution isn't recorded; file and record stay."""
    require_for(photo.order, "execute", by)
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    if Order.objects.select_for_update().get(pk=photo.order_id).executed_on is not None:
        raise IllegalState(_("执行已登记，照片不能再作废"), code="photo_stands")
    if not OrderPhoto.objects.standing().filter(pk=photo.pk).update(voided=True, void_reason=reason.strip()[:200]):
        raise IllegalState(_("该照片已作废"))
    return OrderPhoto.objects.get(pk=photo.pk)


def _keep(order: Order, data: bytes, examined: Examined, name: str, by: Officer, note: str) -> OrderPhoto:
    seen = examined.picture
    assert seen is not None  # noqa: S101 - photos only
    made = OrderPhoto(
        order=order, region_id=order.region_id, issued_to=order.issued_to, note=note.strip()[:200], added_by=by,
        file_name=label_of(name, examined.ending), content_type=examined.content_type, size=len(data),
        sha256=examined.sha256, taken_at=seen.taken_at, latitude=seen.latitude, longitude=seen.longitude,
    )  # fmt: skip
    made.thumbnail.save(f"{made.pk}-small.jpg", ContentFile(seen.thumbnail), save=False)
    made.file.save(f"{made.pk}.{examined.ending}", ContentFile(data), save=False)
    made.save(force_insert=True)
    return made
