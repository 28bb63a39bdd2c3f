"""Tables of the quotas room: plans and quotas."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.catalogue.models import CatalogueEdition
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.states import IN_FORCE, PlanState
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Organisation, Region
from tracker.regions.naming import shown
from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS


@tracked()
class Plan(models.Model):
    """年度淘汰计划: one year's plan, with the day by which everything in it must be done."""

    resource = "plan"

    State = PlanState

    code = models.CharField(_("计划代码"), max_length=20, unique=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=120)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    checked_on = models.DateField(_("核对日期"), null=True, blank=True)
    issued_on = models.DateField(_("下达日期"), null=True, blank=True)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    deadline = models.DateField(_("完成期限"))
    edition = models.ForeignKey(CatalogueEdition, models.PROTECT, null=True, blank=True, verbose_name=_("依据目录"))
    state = models.CharField(_("状态"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    citation = models.CharField(_("依据"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "code"]
        verbose_name = _("年度计划")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="plan_year_plausible"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checked"]) | Q(issued_on__isnull=False), name="plan_issued_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_force(self) -> bool:
        """Whether the plan is issued and not closed: its amounts now change by approved adjustments."""
        return self.state in IN_FORCE


class QuotaQuerySet(ScopedQuerySet["Quota"]):
    """Questions asked of quotas."""


@tracked()
class Quota(models.Model):
    """目标任务: what one region must eliminate in one industry under a plan, in capacity and, where given, in equipment."""

    resource = "quota"
    scope_column = "region_id"
    # Read together with a row where histories name it.
    spelled_with = ("region",)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="quotas", verbose_name=_("计划"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级任务")
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    content = models.CharField(_("淘汰内容"), max_length=120)
    amount = models.DecimalField(_("任务量"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    equipment_count = models.DecimalField(_("装备数量"), max_digits=10, decimal_places=0, null=True, blank=True)
    equipment_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES, blank=True)
    deadline = models.DateField(_("完成期限"))
    lead_department = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("牵头部门"))
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "region_id", "industry_id", "content"]
        verbose_name = _("目标任务")
        constraints = [
            models.UniqueConstraint(fields=["plan", "region", "industry", "content"], name="quota_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="quota_amount_not_negative"),
            models.CheckConstraint(condition=Q(unit__in=CAPACITY_UNITS), name="quota_unit_known"),
            models.CheckConstraint(
                condition=Q(equipment_count__isnull=True, equipment_unit="")
                | Q(equipment_count__gte=0, equipment_unit__in=EQUIPMENT_UNITS),
                name="quota_equipment_has_unit",
            ),
        ]
        # Reader: the nightly watching: what is due of the plans in force.
        indexes = [models.Index(fields=["plan", "deadline"], name="quota_of_plan_by_deadline")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.content}"

    @property
    def spelled(self) -> str:
        """As a reader knows it, the place by its name."""
        return f"{shown(self.region.name)} {self.content}"
