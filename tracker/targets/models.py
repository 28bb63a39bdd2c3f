"""Tables of the targets room: targets, their extensions, and the dated facts of their stages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Region
from tracker.registry.models import Enterprise, Facility
from tracker.targets.overdue import alerts_out_of_date_q, due_soon_q, overdue_q
from tracker.targets.stages import COMPLETE, PASSED, Stage
from tracker.targets.walls import ANSWERED_FIRST, STAGE_HAS_ITS_FACT, TWO_PEOPLE
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS


class TargetQuerySet(ScopedQuerySet["Target"]):
    """Questions asked of targets."""

    def overdue(self, on: date) -> Self:
        """Targets overdue today (`on` must be the business date; ask a past day through as_of)."""
        return self.filter(overdue_q(on))

    def due_soon(self, on: date) -> Self:
        """Targets due within the next thirty days."""
        return self.filter(due_soon_q(on))

    def accepted(self) -> Self:
        """Targets that passed acceptance and stand."""
        return self.filter(accepted_on__isnull=False, withdrawn_on__isnull=True)

    def with_last_day(self) -> Self:
        """Targets with `last_on`: the day of what is last on record of each."""
        last = StageFact.objects.filter(target=OuterRef("pk"), voided=False).order_by("-on", "-pk").values("on")[:1]
        return self.annotate(last_on=Subquery(last))

    def as_of(self, on: date) -> Self:
        """Targets with `due_as_of` and `done_as_of`: the due day by the extensions decided by then, completion by the facts."""
        decided = Extension.objects.filter(target=OuterRef("pk"), decided_on__lte=on).order_by("-decided_on", "-pk")
        done = StageFact.objects.filter(target=OuterRef("pk"), stage=Stage.REPORTED, on__lte=on, voided=False)
        return self.annotate(
            due_as_of=Coalesce(Subquery(decided.values("new_due_on")[:1]), F("deadline")),
            done_as_of=Subquery(done.order_by("on").values("on")[:1]),
        )

    def overdue_as_of(self, on: date) -> Self:
        """Targets that were overdue on a day, by what was decided and done by that day."""
        return self.as_of(on).filter(overdue_q(on, due="due_as_of", done="done_as_of"))

    def due_soon_as_of(self, on: date) -> Self:
        """Targets that were due soon on a day, by what was decided and done by that day."""
        return self.as_of(on).filter(due_soon_q(on, due="due_as_of", done="done_as_of"))


# The flags are the scan's bookkeeping, no facts: what they say is on record as alerts.
@tracked(exclude=("overdue_flagged", "reminder_flagged", "alerted_due_on"))
class Target(models.Model):
    """淘汰任务: one enterprise's facility on the plan's published list, to be eliminated by its deadline."""

    resource = "target"
    scope_column = "region_id"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name=_("计划"))
    quota = models.ForeignKey(
        Quota, models.SET_NULL, null=True, blank=True, related_name="targets", verbose_name=_("目标任务")
    )
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="targets", verbose_name=_("企业"))
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="targets", verbose_name=_("装备（生产线）"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    equipment_count = models.DecimalField(_("装备数量"), max_digits=10, decimal_places=0, null=True, blank=True)
    equipment_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES, blank=True)
    amount = models.DecimalField(_("淘汰产能"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    deadline = models.DateField(_("完成期限"))
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    # Caches of the dated facts below, written by services only.
    due_on = models.DateField(_("现行期限"))
    stage = models.CharField(_("进度阶段"), max_length=12, choices=Stage, default=Stage.PLANNED)
    partial_amount = models.DecimalField(_("已拆除部分产能"), max_digits=18, decimal_places=4, default=Decimal(0))
    completed_on = models.DateField(_("完成日期"), null=True, blank=True)
    accepted_on = models.DateField(_("验收日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)
    overdue_flagged = models.BooleanField(default=False)
    reminder_flagged = models.BooleanField(default=False)
    # The due day the flags were raised against; no writer but the scan needs to care for it.
    alerted_due_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "region_id", "pk"]
        verbose_name = _("淘汰任务")
        constraints = [
            models.UniqueConstraint(fields=["plan", "facility"], name="target_once_per_plan"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="target_amount_not_negative"),
            models.CheckConstraint(condition=Q(unit__in=CAPACITY_UNITS), name="target_unit_known"),
            models.CheckConstraint(
                condition=Q(equipment_count__isnull=True, equipment_unit="")
                | Q(equipment_count__gte=0, equipment_unit__in=EQUIPMENT_UNITS),
                name="target_equipment_has_unit",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="target_stage_known"),
            models.CheckConstraint(
                condition=Q(stage__in=COMPLETE, completed_on__isnull=False)
                | (~Q(stage__in=COMPLETE) & Q(completed_on__isnull=True)),
                name="target_complete_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=PASSED) | Q(accepted_on__isnull=False), name="target_accepted_is_dated"
            ),
            models.CheckConstraint(
                condition=Q(partial_amount__gte=0, partial_amount__lte=F("amount")), name="target_part_within_whole"
            ),
            models.CheckConstraint(
                condition=~Q(stage="withdrawn") | Q(withdrawn_on__isnull=False), name="target_withdrawn_is_dated"
            ),
        ]
        indexes = [
            # Reader: the nightly scan (alerts.services.scan): only open targets that were not flagged yet.
            models.Index(
                fields=["due_on"],
                name="target_to_flag_overdue",
                condition=Q(completed_on__isnull=True, withdrawn_on__isnull=True, overdue_flagged=False),
            ),
            models.Index(
                fields=["due_on"],
                name="target_to_remind",
                condition=Q(completed_on__isnull=True, withdrawn_on__isnull=True, reminder_flagged=False),
            ),
            # Reader: the nightly scan: alerts that no longer hold, because their target is finished or its due day moved.
            models.Index(fields=["id"], name="target_to_settle", condition=alerts_out_of_date_q()),
            # Reader: target lists by plan and region.
            models.Index(fields=["plan", "region", "id"], name="target_by_plan_region"),
        ]
        triggers = [STAGE_HAS_ITS_FACT]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.facility_id}"

    @property
    def is_accepted(self) -> bool:
        """Whether it passed acceptance and stands: what money is granted for and capacity may be used of."""
        return self.accepted_on is not None and self.withdrawn_on is None


class ExtensionQuerySet(ScopedQuerySet["Extension"]):
    """Questions asked of extensions."""


@tracked()
class Extension(models.Model):
    """延期: a dated decision that moves a target's due day; earlier days keep their old lateness."""

    resource = "target"
    scope_column = "region_id"

    target = models.ForeignKey(Target, models.CASCADE, related_name="extensions", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    new_due_on = models.DateField(_("新期限"))
    decided_on = models.DateField(_("决定日期"))
    reason = models.CharField(_("理由"), max_length=300)
    decided_by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("决定人"))

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = _("延期")

    def __str__(self) -> str:
        return f"{self.target_id} → {self.new_due_on}"


class StageFactQuerySet(ScopedQuerySet["StageFact"]):
    """Questions asked of stage facts."""


@tracked()
class StageFact(models.Model):
    """进度记录: on a day a target reached a stage; a failed inspection voids the claim as of the day it was made."""

    resource = "target"
    scope_column = "region_id"

    target = models.ForeignKey(Target, models.CASCADE, related_name="facts", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    verb = models.CharField(_("操作"), max_length=12)
    stage = models.CharField(_("进度阶段"), max_length=12, choices=Stage)
    on = models.DateField(_("发生日期"))
    by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("登记人"))
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    voided = models.BooleanField(_("已作废"), default=False)
    # Of a part (verb "part"): how much of the whole was dismantled on that day.
    amount = models.DecimalField(_("拆除产能"), max_digits=18, decimal_places=4, null=True, blank=True)
    equipment_count = models.DecimalField(_("拆除装备数量"), max_digits=10, decimal_places=0, null=True, blank=True)

    objects = StageFactQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("进度记录")
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="stage_fact_stage_known"),
            models.CheckConstraint(
                condition=Q(verb="part", amount__gt=0) | (~Q(verb="part") & Q(amount__isnull=True)),
                name="stage_fact_only_part_has_amount",
            ),
        ]
        triggers = [TWO_PEOPLE, ANSWERED_FIRST]

    def __str__(self) -> str:
        return f"{self.target_id} {self.stage} {self.on}"
