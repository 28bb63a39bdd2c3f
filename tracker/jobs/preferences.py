"""Preferences (通知设置): when an officer's digest comes, and which optional kinds they want.

`Wishes.wants` is the only place that says whether an officer gets a kind of message. What is obligatory cannot be switched
off, here or in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.conflicts import change_seen
from tracker.audit.history import tracked
from tracker.jobs.kinds import ASKED_FOR, OPTIONAL, MessageKind
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.dates import SHANGHAI
from tracker.values.errors import InvalidValue, NotAllowed

FIRST_HOUR, LAST_HOUR = 7, 20  # the scan runs at seven


def not_asked_for() -> list[str]:
    """What an officer is not sent until they ask for it."""
    return [kind.value for kind in ASKED_FOR]


@tracked()
class MailPreference(models.Model):
    """通知设置: what an officer chose; who chose nothing has none and gets all but the weekly summary, every day, after the scan."""

    class Days(models.TextChoices):
        DAILY = "daily", _("每天")
        WORKDAYS = "workdays", _("仅工作日")

    officer = models.OneToOneField(
        Officer, models.CASCADE, primary_key=True, related_name="mail_preference", verbose_name=_("人员")
    )
    digest_hour = models.PositiveSmallIntegerField(_("摘要送达时间"), default=FIRST_HOUR)
    digest_days = models.CharField(_("摘要送达日"), max_length=10, choices=Days, default=Days.DAILY)
    unwanted = ArrayField(
        models.CharField(max_length=12), default=not_asked_for, blank=True, verbose_name=_("不接收的通知")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("通知设置")
        constraints = [
            models.CheckConstraint(
                condition=Q(unwanted__contained_by=[kind.value for kind in OPTIONAL]), name="unwanted_is_optional"
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__gte=FIRST_HOUR, digest_hour__lte=LAST_HOUR), name="digest_hour_of_the_day"
            ),
            models.CheckConstraint(condition=Q(digest_days__in=["daily", "workdays"]), name="digest_days_known"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.digest_hour} {self.digest_days}"

    def wants(self, kind: str) -> bool:
        """Whether the officer gets a kind of message: always what is obligatory, else unless they declined it."""
        return kind not in OPTIONAL or kind not in self.unwanted

    @property
    def workdays_only(self) -> bool:
        """Whether digests wait for the next working day."""
        return self.digest_days == self.Days.WORKDAYS

    def digest_time(self, on: date) -> datetime | None:
        """When the digest of a day is to be sent; None for at once, as soon as the scan is done."""
        if self.digest_hour == FIRST_HOUR:
            return None
        return datetime.combine(on, time(self.digest_hour), SHANGHAI)


def preference_of(officer: Officer) -> MailPreference:
    """What an officer chose, or what holds for who chose nothing."""
    return preferences_of([officer.pk])[officer.pk]


def preferences_of(officers: Iterable[int]) -> dict[int, MailPreference]:
    """The same for many, by officer."""
    keys = list(officers)
    chosen = MailPreference.objects.in_bulk(keys)
    return {key: chosen.get(key) or MailPreference(officer_id=key) for key in keys}


@transaction.atomic
def change_preference(*, officer: Officer, by: Officer, seen_version: int, **changes: Any) -> MailPreference:
    """An officer chooses for themselves when and what they are sent."""
    require(by, "change", "preference")
    if by.pk != officer.pk:
        raise NotAllowed(verb="change", resource="preference")
    obligatory = set(changes.get("unwanted", ())) - {kind.value for kind in OPTIONAL}
    if obligatory:
        named = "、".join(str(MessageKind(kind).label) for kind in sorted(obligatory) if kind in MessageKind)
        raise InvalidValue(_("必须接收的通知不能关闭：%(kinds)s") % {"kinds": named}, field="unwanted")
    if not FIRST_HOUR <= changes.get("digest_hour", FIRST_HOUR) <= LAST_HOUR:
        raise InvalidValue(_("送达时间须在 7 至 20 时之间"), field="digest_hour")
    MailPreference.objects.get_or_create(officer=officer)
    changed: MailPreference = change_seen(officer.mail_preference, seen_version=seen_version, changes=changes)
    return changed


@transaction.atomic
def decline(*, officer_id: int, kind: str) -> bool:
    """Switch one optional kind off for an officer, by the link in a mail; False if there is no such officer."""
    if kind not in OPTIONAL:
        raise InvalidValue(_("此类通知必须接收，不能退订"), field="kind", found=kind)
    if not Officer.objects.filter(pk=officer_id).exists():
        return False
    MailPreference.objects.get_or_create(officer_id=officer_id)
    kept = MailPreference.objects.select_for_update().get(pk=officer_id)
    if kind not in kept.unwanted:
        changes = {"unwanted": sorted({*kept.unwanted, kind})}
        change_seen(kept, seen_version=kept.version, changes=changes)
    return True
