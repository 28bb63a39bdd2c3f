"""Table of the calendar: days an administrator entered, because the published calendar does not hold them, or not rightly."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked


@tracked()
class CalendarDay(models.Model):
    """日历: one day entered as holiday or working day, with the document that says so."""

    resource = "calendar"

    date = models.DateField(_("日期"), primary_key=True)
    is_working = models.BooleanField(_("工作日"))
    name = models.CharField(_("名称"), max_length=40)
    document = models.CharField(_("依据文件"), max_length=120)

    class Meta:
        ordering = ["date"]
        verbose_name = _("日历")
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(document=""), name="calendar_day_has_its_document"),
            models.CheckConstraint(
                condition=Q(date__gte="2000-01-01", date__lte="2100-12-31"), name="calendar_day_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
