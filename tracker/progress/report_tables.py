"""Tables of monthly reports: what a region reports of a month, and who said what about it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.deadlines.indexes import deadline_indexes
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.progress.report_rules import REPORT_MOVES, ReportState
from tracker.quotas.models import Plan
from tracker.regions.models import Region


class MonthlyReportQuerySet(ScopedQuerySet["MonthlyReport"]):
    """Questions asked of monthly reports."""

    def handed_in(self) -> MonthlyReportQuerySet:
        """Those that count as reported: a returned one has to come again."""
        return self.filter(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])


@tracked()
class MonthlyReport(models.Model):
    """月报 of a county or city on one month of a plan; its figures are frozen when it is submitted. A zero report counts."""

    resource = "progress"
    scope_column = "region_id"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="monthly_reports", verbose_name=_("计划"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("区划"))
    month = models.DateField(_("月份"))
    due_on = models.DateField(_("报送期限"))
    state = models.CharField(_("状态"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    progress = models.TextField(_("本月进展"), max_length=2000, blank=True)
    problems = models.TextField(_("存在问题"), max_length=2000, blank=True)
    next_steps = models.TextField(_("下步打算"), max_length=2000, blank=True)
    figures = models.JSONField(_("报送数字"), default=list)
    steps_taken = models.PositiveIntegerField(_("本月登记进度条数"), default=0)
    is_zero = models.BooleanField(_("零报告"), default=False)
    submitted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("报送人")
    )
    submitted_on = models.DateField(_("报送日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    decided_on = models.DateField(_("审核日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "region_id"]
        verbose_name = _("月报")
        constraints = [
            models.UniqueConstraint(fields=["plan", "region", "month"], name="report_once_a_month"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_first_day"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_on__isnull=False, submitted_by__isnull=False),
                name="report_submitted_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="report_two_people"
            ),
        ]
        indexes = deadline_indexes(
            "report",
            due="due_on",
            waiting=Q(state__in=[ReportState.DRAFT, ReportState.RETURNED]),
            ended="submitted_on",
        )

    def __str__(self) -> str:
        return f"{self.region_id} {self.month:%Y-%m}"


class ReportRemarkQuerySet(ScopedQuerySet["ReportRemark"]):
    """Questions asked of remarks."""


class ReportRemark(models.Model):
    """月报往来: what was done to a report, by whom, and what was said with it. Appended, never rewritten."""

    resource = "progress"
    scope_column = "region_id"
    append_only = True

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="remarks", verbose_name=_("月报"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("区划"))
    verb = models.CharField(_("操作"), max_length=10)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = ReportRemarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("月报往来")

    def __str__(self) -> str:
        return f"{self.report_id} {self.verb}"

    @property
    def label(self) -> str:
        """What was done, in the reader's language."""
        return str(ReportState(REPORT_MOVES.moves[self.verb].target).label)
