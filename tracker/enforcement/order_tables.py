"""Tables of orders: the order with everything that was done to it, its steps, and the receipts of executions sent by program."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.deadlines.indexes import deadline_indexes
from tracker.enforcement.measures import Measure, MeasureKind
from tracker.enforcement.order_walls import CONSTRAINTS, TRIGGERS
from tracker.enforcement.states import WITH_THE_DEPARTMENT, OrderState
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import Organisation, Region
from tracker.registry.models import Enterprise, Facility
from tracker.screening.models import Finding
from tracker.targets.models import Target


def _officer(label: Any) -> models.ForeignKey:
    return models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class OrderQuerySet(ScopedQuerySet["Order"]):
    """Questions asked of orders."""

    def to_execute(self) -> Self:
        """Those that wait for their department."""
        return self.filter(state__in=[state.value for state in WITH_THE_DEPARTMENT])

    def late(self, on: date) -> Self:
        """Those a department should have executed before a day (the due day is the last good day)."""
        return self.to_execute().filter(due_on__lt=on)


@tracked()
class Order(models.Model):
    """强制措施: one measure against one line, enterprise or region, with due process.

    Whom it falls on, and what the measure said in the version cited, is written out as it was, so that the department, which
    sees neither registry nor targets, can act on the paper; the department sees an order from the day it is issued to it.
    """

    resource = "order"
    scope_column = "region_id"
    scope_organisation_column = "issued_to_id"

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="orders", verbose_name=_("措施"))
    measure_version = models.PositiveIntegerField(_("措施版本"), editable=False)
    measure_name = models.CharField(_("措施名称"), max_length=40, editable=False)
    notice_days = models.PositiveSmallIntegerField(_("陈述申辩期（工作日）"), editable=False)
    duration_months = models.PositiveSmallIntegerField(_("期限（月）"), null=True, blank=True, editable=False)
    needs_time = models.BooleanField(_("回报须有执行时间"), default=False, editable=False)
    needs_meter_reading = models.BooleanField(_("回报须有表计示数"), default=False, editable=False)
    needs_photo = models.BooleanField(_("回报须有现场照片"), default=False, editable=False)
    kind = models.CharField(_("类别"), max_length=10, choices=MeasureKind)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("执行部门"))
    issued_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("下达部门")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("计划"))
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("淘汰任务")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("筛查结果")
    )
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("装备（生产线）")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("企业")
    )
    subject = models.CharField(_("对象"), max_length=24, editable=False)
    party = models.CharField(_("被执行人"), max_length=120)
    party_address = models.CharField(_("地址"), max_length=200, blank=True)
    equipment = models.CharField(_("装备名称及型号"), max_length=120, blank=True)
    account_number = models.CharField(_("户号（表号）"), max_length=60, blank=True)
    legal_basis = models.CharField(_("法律依据"), max_length=200)
    way_back = models.CharField(_("解除条件"), max_length=200)
    ground = models.CharField(_("事实和理由"), max_length=500)
    residents_apart = models.BooleanField(_("居民生活供应不受影响"), default=False)
    needs_safe_stop = models.BooleanField(_("须核查停车安全"), default=False)
    is_hazardous = models.BooleanField(_("涉及危险工艺"), null=True, blank=True)
    safe_stop_plan = models.CharField(_("安全停车方案"), max_length=500, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=OrderState, default=OrderState.PROPOSED)
    suspended_from = models.CharField(_("中止前状态"), max_length=12, choices=OrderState, blank=True)
    closing_note = models.CharField(_("理由"), max_length=300, blank=True)

    proposed_by = _officer(_("提出人"))
    proposed_on = models.DateField(_("提出日期"))
    reviewed_by = _officer(_("复核人"))
    reviewed_on = models.DateField(_("复核日期"), null=True, blank=True)
    notice_served_on = models.DateField(_("告知书送达日期"), null=True, blank=True)
    notice_until = models.DateField(_("陈述申辩截止日期"), null=True, blank=True)
    hearing = models.CharField(_("陈述申辩（听证）情况"), max_length=500, blank=True)
    decided_by = _officer(_("决定人"))
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    number = models.CharField(_("文号"), max_length=40, blank=True)
    issued_on = models.DateField(_("下达日期"), null=True, blank=True)
    due_on = models.DateField(_("执行期限"), null=True, blank=True)
    acknowledged_by = _officer(_("签收人"))
    acknowledged_on = models.DateField(_("签收日期"), null=True, blank=True)
    executed_by = _officer(_("登记人"))
    executed_on = models.DateField(_("执行日期"), null=True, blank=True)
    executed_at = models.TimeField(_("执行时间"), null=True, blank=True)
    operator = models.CharField(_("操作人员"), max_length=40, blank=True)
    meter_reading = models.DecimalField(_("表计示数"), max_digits=18, decimal_places=4, null=True, blank=True)
    execution_note = models.CharField(_("执行说明"), max_length=300, blank=True)
    verified_by = _officer(_("核实人"))
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    expires_on = models.DateField(_("期满日期"), null=True, blank=True)
    lift_proposed_on = models.DateField(_("提请解除日期"), null=True, blank=True)
    closed_on = models.DateField(_("终结日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("强制措施")
        constraints = CONSTRAINTS
        triggers = TRIGGERS
        indexes = [
            *deadline_indexes(
                "execution",
                due="due_on",
                waiting=Q(state__in=[state.value for state in WITH_THE_DEPARTMENT]),
                ended="executed_on",
            ),
            *deadline_indexes("hearing", due="notice_until", waiting=Q(state="notified"), ended="decided_on"),
            # Reader: the inbox of a department.
            models.Index(fields=["issued_to", "due_on"], name="order_inbox", condition=Q(issued_to__isnull=False)),
            # Reader: the proposal of lifting (lifting.py): orders of targets that are not over.
            models.Index(
                fields=["target"],
                name="order_to_lift",
                condition=Q(lift_proposed_on__isnull=True, target__isnull=False, closed_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.measure_name} {self.party}"

    @property
    def measure_called(self) -> str:
        """The measure as it was called when proposed, in the reader's language where a page shows it."""
        return self.measure.called(self.measure_name)

    @property
    def fallen_on(self) -> str:
        """Whom it falls on; a region, which has an English name, in the reader's language."""
        return self.party if self.enterprise_id else self.region.called(self.party)


class OrderStepQuerySet(ScopedQuerySet["OrderStep"]):
    """Questions asked of steps."""


class OrderStep(models.Model):
    """办理记录: what was done to an order, by whom, on which day, with what was said. Appended, never rewritten."""

    resource = "order"
    scope_column = "region_id"
    scope_organisation_column = "issued_to_id"
    append_only = True

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps", verbose_name=_("强制措施"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    issued_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("下达部门")
    )
    verb = models.CharField(_("操作"), max_length=16)
    state = models.CharField(_("状态"), max_length=12, choices=OrderState)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办人"))
    comment = models.CharField(_("说明"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = OrderStepQuerySet.as_manager()

    class Meta:
        ordering = ["order_id", "pk"]
        verbose_name = _("办理记录")

    def __str__(self) -> str:
        return f"{self.order_id} {self.verb} {self.on}"


class ReceiptQuerySet(ScopedQuerySet["Receipt"]):
    """Questions asked of receipts."""


class Receipt(models.Model):
    """回执: which message of a department's program recorded an execution, so that a repeat is recognised as the same."""

    resource = "order"
    scope_column = "region_id"
    scope_organisation_column = "issued_to_id"
    append_only = True

    order = models.ForeignKey(Order, models.PROTECT, related_name="receipts", verbose_name=_("强制措施"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    issued_to = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("下达部门"))
    key = models.CharField(_("幂等键"), max_length=100)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("收到时间"), auto_now_add=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("回执")
        constraints = [models.UniqueConstraint(fields=["issued_to", "key"], name="receipt_key_once_per_department")]

    def __str__(self) -> str:
        return self.key
