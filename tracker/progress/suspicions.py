"""Suspicions (疑点): what looks like a comeback or a false claim, each with its reasons and an officer's verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.audit.conflicts import change_seen
from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.registry.models import Facility
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue


class SuspicionQuerySet(ScopedQuerySet["Suspicion"]):
    """Questions asked of suspicions."""


@tracked()
class Suspicion(models.Model):
    """疑点: found once for the same cause (`key`); open until an officer of the province has judged it."""

    resource = "suspicion"
    scope_column = "region_id"

    class Kind(models.TextChoices):
        SAME_PHOTO = "same_photo", _("同一照片用于两个项目")
        RESTART = "restart", _("关停后用电用水异常")
        REGISTERED_AGAIN = "registered_again", _("已淘汰装备重新登记")
        MOVED = "moved", _("装备疑似转移异地")
        COUNTED_TWICE = "counted_twice", _("重复计算")

    class State(models.TextChoices):
        OPEN = "open", _("待核实")
        CONFIRMED = "confirmed", _("属实")
        DISMISSED = "dismissed", _("排除")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    key = models.CharField(max_length=120, unique=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="suspicions", verbose_name=_("淘汰任务"), null=True, blank=True
    )
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="+", verbose_name=_("装备"), null=True, blank=True
    )
    # The other side, which an officer of the one region may not be allowed to see.
    other_target = models.ForeignKey(Target, models.SET_NULL, null=True, blank=True, related_name="+")
    other_facility = models.ForeignKey(Facility, models.SET_NULL, null=True, blank=True, related_name="+")
    reasons = models.JSONField(_("理由"), default=list)
    found_on = models.DateField(_("发现日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    verdict = models.CharField(_("核实结论"), max_length=300, blank=True)
    judged_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, verbose_name=_("核实人"))
    judged_on = models.DateField(_("核实日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "-pk"]
        verbose_name = _("疑点")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", judged_on__isnull=True)
                | Q(state__in=["confirmed", "dismissed"], judged_on__isnull=False),
                name="suspicion_judged_is_dated",
            )
        ]

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True)
class Found:
    """Something suspicious: what, where, why."""

    kind: str
    key: str
    region_id: str
    reasons: tuple[str, ...]
    target_id: int | None = None
    facility_id: int | None = None
    other_target_id: int | None = None
    other_facility_id: int | None = None


def raise_suspicions(found: Iterable[Found], *, on: date) -> int:
    """Record what was not known yet; how many were new. Judged ones are not raised again."""
    rows = {one.key: one for one in found}
    known = set(Suspicion.objects.filter(key__in=rows).values_list("key", flat=True))
    new = [
        Suspicion(
            kind=one.kind, key=key, region_id=one.region_id, reasons=list(one.reasons), found_on=on,
            target_id=one.target_id, facility_id=one.facility_id,
            other_target_id=one.other_target_id, other_facility_id=one.other_facility_id,
        )
        for key, one in rows.items() if key not in known
    ]  # fmt: skip
    return len(Suspicion.objects.bulk_create(new, ignore_conflicts=True))


@transaction.atomic
def judge(
    *, suspicion: Suspicion, confirmed: bool, verdict: str, by: Officer, on: date, seen_version: int
) -> Suspicion:
    """核实: an officer of the province finds it true or rules it out, and says why."""
    require(by, "decide", "suspicion", region=suspicion.region_id)
    if suspicion.state != Suspicion.State.OPEN:
        raise IllegalState(_now("该疑点已有结论"), state=suspicion.state)
    if not verdict.strip():
        raise InvalidValue(_now("请填写核实结论"), field="verdict")
    state = Suspicion.State.CONFIRMED if confirmed else Suspicion.State.DISMISSED
    changes = {"state": state, "verdict": verdict.strip(), "judged_by": by, "judged_on": on}
    judged: Suspicion = change_seen(suspicion, seen_version=seen_version, changes=changes)
    return judged
