"""Undoing an import (撤销导入): a change of its own, with officer and reason, where nothing later depends on the rows.

What the import wrote is known from the history, so this holds for every kind of sheet. One row that was changed or built
upon since is enough to refuse, naming it: an import is undone as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.audit.acting import acting
from tracker.audit.history import events_of
from tracker.audit.obstacles import Obstacle, obstacles
from tracker.audit.reversal import Touched, Transaction, take_back, written
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.values.errors import IllegalState, InvalidValue, StaleState
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.codecs.base import Undoing
from tracker.workbooks.models import Upload

WRITTEN = (Upload.State.APPLIED, Upload.State.PARTLY)
SHOWN = 100


@dataclass(frozen=True)
class Outlook:
    """What undoing an import would do: the rows of each table, and what stands in the way."""

    touched: Sequence[Touched]
    obstacles: Sequence[Obstacle]
    obstacle_count: int


@transaction.atomic
def foresee_undo(*, upload: Upload, by: Officer, on: date) -> Outlook:
    """What undoing would do; nothing is changed. IllegalState where the import can't be undone whatever its rows say."""
    return _look(upload, by, on)[1]


@transaction.atomic
def undo(*, upload: Upload, by: Officer, on: date, reason: str, seen_version: int) -> Upload:
    """Take back every row an import wrote; StaleState naming the rows that were changed or built upon since.

    `on` is the business date of what follows from it (facts of a day).
    """
    _allow(upload, by)
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    said = {"file": upload.file_name, "reason": reason.strip()}
    with acting(by.actor, reason=_("撤销导入 %(file)s：%(reason)s") % said, job_id=str(upload.pk)):
        _claim(upload, by, reason.strip()[:300], seen_version)
        undoing, outlook = _look(upload, by, on)
        if outlook.obstacles:
            raise StaleState(
                _("有 %(count)s 条记录在导入之后被修改或被引用，不能撤销") % {"count": outlook.obstacle_count},
                code="changed_since",
                rows=[_named(each) for each in outlook.obstacles],
            )
        take_back(undoing.touched)
        CODECS[upload.kind].after_undo(undoing)
    return Upload.objects.get(pk=upload.pk)


def may_undo(upload: Upload, by: Officer) -> bool:
    """Whether the officer may undo this upload, as far as role, region and state say."""
    codec = CODECS[upload.kind]
    allowed = may(by, "undo", "upload") and may(by, codec.asks, codec.resource) and by.covers(upload.region_id)
    return allowed and codec.undoable and upload.state in WRITTEN


def _allow(upload: Upload, by: Officer) -> None:
    codec = CODECS[upload.kind]
    require(by, "undo", "upload", region=upload.region_id)
    if not codec.undoable:
        raise IllegalState(_("这类表登记的是已经发生的事，不能撤销，请逐条更正"))
    require(by, codec.asks, codec.resource)


def _claim(upload: Upload, by: Officer, reason: str, seen_version: int) -> None:
    """Compare and set: of two who undo at once, one does."""
    now = timezone.now()
    standing = Upload.objects.filter(pk=upload.pk, state__in=WRITTEN, version=seen_version)
    if standing.update(
        state=Upload.State.UNDONE, undone_by=by, undone_at=now, undo_reason=reason, version=F("version") + 1
    ):
        return
    state = Upload.objects.values_list("state", flat=True).get(pk=upload.pk)
    if state in WRITTEN:
        raise StaleState(upload=str(upload.pk))
    raise IllegalState(_("只有已写入的导入可以撤销"), state=state)


def _look(upload: Upload, by: Officer, on: date) -> tuple[Undoing, Outlook]:
    _allow(upload, by)
    applied = _application(upload)
    touched = written(applied, leave_out=[Upload])
    undoing = Undoing(upload.plan, applied.began_at, touched, by, on)
    CODECS[upload.kind].before_undo(undoing)
    in_the_way, count = obstacles(touched, limit=SHOWN)
    return undoing, Outlook(touched, in_the_way, count)


def _application(upload: Upload) -> Transaction:
    """The transaction that applied the upload: its own event says which."""
    event = events_of(upload).filter(state__in=WRITTEN, pgh_context_id__isnull=False).order_by("pgh_id").first()
    if event is None:
        raise IllegalState(_("只有已写入的导入可以撤销"), state=upload.state)
    return Transaction(event.pgh_context_id, event.pgh_created_at)


def _named(each: Obstacle) -> dict[str, str]:
    """An obstacle for machines."""
    return {
        "table": str(each.model._meta.model_name),
        "key": str(each.key),
        "by": each.who,
        "at": each.when.isoformat() if each.when else "",
        "fields": "、".join(each.changes),
        "resting_on": str(each.resting_on._meta.model_name) if each.resting_on else "",
    }
