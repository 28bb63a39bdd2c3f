"""Tables of plan versions (计划版本): what was issued, and what each adjustment made of it; never changed once written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Organisation, Region


class PlanVersion(models.Model):
    """计划版本: the plan as it was issued (1) or as an adjustment left it (2, 3, …)."""

    resource = "plan"
    append_only = True

    class Cause(models.TextChoices):
        ISSUED = "issued", _("下达")
        ADJUSTED = "adjusted", _("调整")
        REDIVIDED = "redivided", _("区划调整")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name=_("计划"))
    number = models.PositiveSmallIntegerField(_("版本"))
    cause = models.CharField(_("原因"), max_length=10, choices=Cause)
    on = models.DateField(_("日期"))
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("经办人"))

    class Meta:
        ordering = ["plan_id", "number"]
        verbose_name = _("计划版本")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(cause__in=["issued", "adjusted", "redivided"]), name="plan_version_cause_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanVersionLineQuerySet(ScopedQuerySet["PlanVersionLine"]):
    """Questions asked of the lines of plan versions."""


class PlanVersionLine(models.Model):
    """计划版本任务: one quota as the version has it, under the region's name of that day."""

    resource = "quota"
    scope_column = "region_id"
    append_only = True

    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="lines", verbose_name=_("计划版本"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    region_name = models.CharField(_("区划名称"), max_length=40)
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    content = models.CharField(_("淘汰内容"), max_length=120)
    amount = models.DecimalField(_("任务量"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    equipment_count = models.DecimalField(_("装备数量"), max_digits=10, decimal_places=0, null=True, blank=True)
    equipment_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES, blank=True)
    deadline = models.DateField(_("完成期限"))
    lead_department = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("牵头部门"))

    objects = PlanVersionLineQuerySet.as_manager()

    class Meta:
        ordering = ["plan_version_id", "region_id", "industry_id", "content"]
        verbose_name = _("计划版本任务")
        constraints = [
            models.UniqueConstraint(
                fields=["plan_version", "region", "industry", "content"], name="plan_version_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_name} {self.content}"
