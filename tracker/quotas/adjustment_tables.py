"""Tables of adjustments (任务调整): what a city asks to change after issue, with reason and substitutes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.quotas.states import AdjustmentState
from tracker.quotas.version_tables import PlanVersion
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Region
from tracker.registry.models import Facility
from tracker.values.units import CAPACITY_UNITS


class AdjustmentQuerySet(ScopedQuerySet["Adjustment"]):
    """Questions asked of adjustments."""


@tracked()
class Adjustment(models.Model):
    """任务调整: a region's request to change its issued amounts or replace targets; the province decides."""

    resource = "adjustment"
    scope_column = "region_id"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="adjustments", verbose_name=_("计划"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("申请地区"))
    reason = models.CharField(_("申请理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=AdjustmentState, default=AdjustmentState.REQUESTED)
    requested_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    requested_on = models.DateField(_("申请日期"))
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("审批人")
    )
    decided_on = models.DateField(_("审批日期"), null=True, blank=True)
    decision_note = models.CharField(_("审批意见"), max_length=500, blank=True)
    document_number = models.CharField(_("批复文号"), max_length=60, blank=True)
    # The version the approval left behind; the one before it holds every sum as it was.
    plan_version = models.OneToOneField(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="adjustment", verbose_name=_("计划版本")
    )
    version = models.PositiveIntegerField(default=1)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_on", "-pk"]
        verbose_name = _("任务调整")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AdjustmentState.values), name="adjustment_state_known"),
            models.CheckConstraint(
                condition=Q(state="requested", decided_on__isnull=True)
                | (~Q(state="requested") & Q(decided_on__isnull=False)),
                name="adjustment_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | ~Q(decided_by=F("requested_by")),
                name="adjustment_takes_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(plan_version__isnull=False),
                name="adjustment_approved_leaves_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.requested_on}"


class AdjustmentLineQuerySet(ScopedQuerySet["AdjustmentLine"]):
    """Questions asked of adjustment lines."""


@tracked()
class AdjustmentLine(models.Model):
    """调整任务: by how much one quota is to change; before and after are written down when it is decided."""

    resource = "adjustment"
    scope_column = "region_id"

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="lines", verbose_name=_("任务调整"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    industry = models.ForeignKey(Industry, models.PROTECT, verbose_name=_("行业"))
    content = models.CharField(_("淘汰内容"), max_length=120)
    change = models.DecimalField(_("增减"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)
    equipment_change = models.DecimalField(_("装备增减"), max_digits=10, decimal_places=0, null=True, blank=True)
    equipment_unit = models.CharField(_("装备单位"), max_length=10, choices=EQUIPMENT_UNIT_CHOICES, blank=True)
    # Added by the province, so that the sums hold: who takes over what the asking region is spared.
    balancing = models.BooleanField(_("平衡项"), default=False)
    before = models.DecimalField(_("调整前"), max_digits=18, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(_("调整后"), max_digits=18, decimal_places=4, null=True, blank=True)
    equipment_before = models.DecimalField(_("装备调整前"), max_digits=10, decimal_places=0, null=True, blank=True)
    equipment_after = models.DecimalField(_("装备调整后"), max_digits=10, decimal_places=0, null=True, blank=True)

    objects = AdjustmentLineQuerySet.as_manager()

    class Meta:
        ordering = ["adjustment_id", "balancing", "region_id", "industry_id", "content"]
        verbose_name = _("调整任务")
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment", "region", "industry", "content"], name="adjustment_line_once"
            ),
            models.CheckConstraint(condition=Q(unit__in=CAPACITY_UNITS), name="adjustment_line_unit_known"),
            models.CheckConstraint(
                condition=Q(after__isnull=True, before__isnull=True) | Q(after=F("before") + F("change"), after__gte=0),
                name="adjustment_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(equipment_change__isnull=True, equipment_unit="")
                | (Q(equipment_change__isnull=False) & ~Q(equipment_unit="")),
                name="adjustment_line_equipment_has_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.content} {self.change}"


class SubstitutionQuerySet(ScopedQuerySet["Substitution"]):
    """Questions asked of substitutions."""


@tracked()
class Substitution(models.Model):
    """替代项目: one facility leaves the list and another of equal or more capacity takes its place."""

    resource = "adjustment"
    scope_column = "region_id"

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="substitutions", verbose_name=_("任务调整"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    outgoing = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("调出装备"))
    incoming = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("替代装备"))
    # The capacities as they stood when the exchange was asked for, in `unit`.
    outgoing_amount = models.DecimalField(_("调出产能"), max_digits=18, decimal_places=4)
    incoming_amount = models.DecimalField(_("替代产能"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10, choices=CAPACITY_UNIT_CHOICES)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["adjustment_id", "pk"]
        verbose_name = _("替代项目")
        constraints = [
            models.UniqueConstraint(fields=["adjustment", "outgoing"], name="substitution_outgoing_once"),
            models.UniqueConstraint(fields=["adjustment", "incoming"], name="substitution_incoming_once"),
            models.CheckConstraint(
                condition=Q(incoming_amount__gte=F("outgoing_amount")), name="substitution_equal_or_more"
            ),
            models.CheckConstraint(condition=~Q(outgoing=F("incoming")), name="substitution_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.outgoing_id} → {self.incoming_id}"
