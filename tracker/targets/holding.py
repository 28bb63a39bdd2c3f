"""Shut but not fully dismantled (已关停未彻底拆除): why, who supervises, by which plan (MIIT and others 2011 no. 46)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.values.errors import InvalidValue


class Cause(models.TextChoices):
    """未彻底拆除的原因."""

    WORKERS = "workers", _("职工安置未完成")
    MORTGAGE = "mortgage", _("资产抵押未解除")
    DEBT = "debt", _("债务纠纷")
    LAWSUIT = "lawsuit", _("诉讼或查封")
    OTHER = "other", _("其他")


@dataclass(frozen=True)
class Held:
    """What must be said of a target that is shut but still standing."""

    cause: str
    supervisor: str
    plan: str
    finish_by: date


class HeldCaseQuerySet(ScopedQuerySet["HeldCase"]):
    """Questions asked of held cases."""


@tracked()
class HeldCase(models.Model):
    """未彻底拆除情况: one stretch of time in which a target stood still but was not dismantled."""

    resource = "target"
    scope_column = "region_id"

    target = models.ForeignKey(Target, models.CASCADE, related_name="held_cases", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    since = models.DateField(_("起始日期"))
    cause = models.CharField(_("原因"), max_length=10, choices=Cause)
    supervisor = models.CharField(_("监管责任人"), max_length=60)
    plan = models.CharField(_("拆除方案"), max_length=500)
    finish_by = models.DateField(_("计划拆除日期"))
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)

    objects = HeldCaseQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("未彻底拆除情况")
        constraints = [
            models.UniqueConstraint(fields=["target"], condition=Q(ended_on__isnull=True), name="held_case_open_once"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="held_case_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.since}"


def begin_hold(target: Target, held: Held | None, on: date) -> None:
    """Record why, who and how; InvalidValue where something is left out."""
    if held is None:
        raise InvalidValue(_now("请填写未彻底拆除的原因、监管责任人和拆除方案"), field="cause")
    for name, text in (("supervisor", held.supervisor), ("plan", held.plan)):
        if not text.strip():
            raise InvalidValue(_now("请填写监管责任人和拆除方案"), field=name)
    if held.cause not in Cause.values:
        raise InvalidValue(_now("请选择原因"), field="cause", found=held.cause)
    if held.finish_by < on:
        raise InvalidValue(_now("计划拆除日期不能早于登记日期"), field="finish_by", found=held.finish_by.isoformat())
    HeldCase.objects.create(target=target, region_id=target.region_id, since=on, **asdict(held))


def end_hold(target: Target, on: date) -> None:
    """Whatever comes next, the target is no longer held."""
    HeldCase.objects.filter(target=target, ended_on__isnull=True).update(ended_on=on)
