"""Quiet hours (免打扰时段): when no mail goes out that can wait; it goes the next working morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.audit.conflicts import change_seen
from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.dates import SHANGHAI
from tracker.values.errors import InvalidValue
from tracker.values.workdays import WorkingCalendar

_THE_ONE = 1


@tracked()
class QuietTime(models.Model):
    """免打扰时段: the province's one setting; without it mail goes at any time."""

    resource = "quiet"

    starts_at = models.TimeField(_("开始时间"), default=time(20, 0))
    ends_at = models.TimeField(_("结束时间"), default=time(8, 0))
    rest_days = models.BooleanField(_("休息日全天免打扰"), default=True)
    is_active = models.BooleanField(_("启用"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("免打扰时段")
        constraints = [
            models.CheckConstraint(condition=Q(pk=_THE_ONE), name="quiet_time_is_one"),
            models.CheckConstraint(condition=~Q(starts_at=F("ends_at")), name="quiet_time_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}–{self.ends_at}"


def quiet_time() -> QuietTime | None:
    """The setting in force, if there is one."""
    return QuietTime.objects.filter(is_active=True).first()


def not_before(moment: datetime, quiet: QuietTime, calendar: WorkingCalendar) -> datetime:
    """The moment itself outside the quiet hours, else their end on the same or the next working day."""
    local = moment.astimezone(SHANGHAI)
    day, clock = local.date(), local.time()
    overnight = quiet.starts_at > quiet.ends_at
    if quiet.rest_days and not calendar.is_working(day):
        return _at(calendar.next_working(day), quiet.ends_at)
    if overnight and clock >= quiet.starts_at:
        tomorrow = day + timedelta(days=1)
        return _at(calendar.next_working(tomorrow) if quiet.rest_days else tomorrow, quiet.ends_at)
    if clock < quiet.ends_at and (overnight or clock >= quiet.starts_at):
        return _at(day, quiet.ends_at)
    return moment


@transaction.atomic
def set_quiet_time(*, values: dict[str, Any], by: Officer, seen_version: int | None) -> QuietTime:
    """设置免打扰时段."""
    require(by, "change", "quiet")
    if values["starts_at"] == values["ends_at"]:
        raise InvalidValue(_now("开始时间与结束时间不能相同"), field="ends_at")
    row = QuietTime.objects.filter(pk=_THE_ONE).first()
    if row is None:
        return QuietTime.objects.create(pk=_THE_ONE, **values)
    changed: QuietTime = change_seen(row, seen_version=seen_version or 0, changes=values)
    return changed


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, SHANGHAI)
