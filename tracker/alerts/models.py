"""Tables of the alerts room: scans, alerts, and who was told of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Organisation, Region
from tracker.targets.models import Target


class ScanRun(models.Model):
    """扫描记录: one finished scan of the deadlines, for one business day; a day without one was missed."""

    on = models.DateField(_("扫描日期"))
    started_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    due_soon = models.PositiveIntegerField(_("临近到期"), default=0)
    overdue = models.PositiveIntegerField(_("逾期"), default=0)
    new_alerts = models.PositiveIntegerField(_("新增预警"), default=0)
    resolved = models.PositiveIntegerField(_("解除预警"), default=0)
    queued_mail = models.PositiveIntegerField(_("待发邮件"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("扫描记录")
        # Reader: which days were missed, and which was the last one scanned.
        indexes = [models.Index(fields=["on"], name="scan_by_day")]

    def __str__(self) -> str:
        return str(self.on)


class AlertQuerySet(ScopedQuerySet["Alert"]):
    """Questions asked of alerts."""

    def unresolved(self) -> AlertQuerySet:
        """Alerts whose cause still stands."""
        return self.filter(UNRESOLVED)

    def untold(self) -> AlertQuerySet:
        """Standing alerts that no digest has carried yet: raised by a scan for a missed day."""
        return self.filter(UNRESOLVED, told_in__isnull=True)


UNRESOLVED = Q(state__in=["open", "acknowledged"])


class Level(models.IntegerChoices):
    """督办层级: how far up an alert has climbed the ladder."""

    LOCAL = 0, _("市县")
    LEADERS = 1, _("分管领导和牵头部门")
    PROVINCE = 2, _("省")


class Task(models.TextChoices):
    """督办事项: what the ladder asks the province to do about an alert."""

    NONE = "", _("无")
    ENFORCE = "enforce", _("拟采取强制措施")
    CIRCULAR = "circular", _("通报候选")


# What the scan keeps for itself is no fact.
@tracked(exclude=("told_in", "next_on"))
class Alert(models.Model):
    """预警: something is due soon, or overdue, against one due day; it exists at most once for each.

    What it is about is named by kind and number (alerts.kinds), a target also by its key. Whoever is told of it further up
    the ladder is on record as escalations (ladder_tables.py); `level`, `rung` and `task` say how far it has come.
    """

    resource = "alert"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"

    class Kind(models.TextChoices):
        DUE_SOON = "due_soon", _("临近到期")
        OVERDUE = "overdue", _("逾期")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        ACKNOWLEDGED = "acknowledged", _("已签收")
        RESOLVED = "resolved", _("已解除")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    # No index of its own where another index begins with the column: a night writes tens of thousands of rows.
    target = models.ForeignKey(
        Target, models.CASCADE, null=True, blank=True, db_index=False, related_name="alerts", verbose_name=_("淘汰任务")
    )
    subject_kind = models.CharField(_("期限类别"), max_length=16, default="target")
    subject_id = models.BigIntegerField(_("对象编号"))
    # Of a target only once a department is told, which can't look into the list.
    title = models.CharField(_("事项"), max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, db_index=False, verbose_name=_("所在地"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("部门")
    )
    due_on = models.DateField(_("期限"))
    holds_from = models.DateField(_("起始日期"))
    scanned_on = models.DateField(_("扫描日期"))
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPEN)
    acknowledged_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("签收人")
    )
    acknowledged_on = models.DateField(_("签收日期"), null=True, blank=True)
    note = models.CharField(_("处理意见"), max_length=300, blank=True)
    resolved_on = models.DateField(_("解除日期"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        Officer,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="assigned_alerts",
        verbose_name=_("交办给"),
    )
    snoozed_until = models.DateField(_("暂缓至"), null=True, blank=True)
    snooze_reason = models.CharField(_("暂缓理由"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(_("督办层级"), choices=Level, default=Level.LOCAL)
    rung = models.CharField(_("督办阶梯"), max_length=20, blank=True)
    task = models.CharField(_("督办事项"), max_length=10, choices=Task, default=Task.NONE, blank=True)
    # The day on which the ladder has to be looked at again.
    next_on = models.DateField(null=True, blank=True, editable=False)
    # Raised again after it was resolved (a failed inspection): told of again.
    occasion = models.PositiveSmallIntegerField(_("第几次"), default=1)
    told_in = models.ForeignKey(
        ScanRun, models.PROTECT, null=True, blank=True, related_name="alerts", verbose_name=_("通知批次")
    )
    version = models.PositiveIntegerField(default=1)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-holds_from", "-pk"]
        verbose_name = _("预警")
        constraints = [
            models.UniqueConstraint(fields=["target", "kind", "due_on"], name="alert_once_per_due_day"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "due_on"],
                condition=Q(target__isnull=True),
                name="alert_once_per_subject_and_due_day",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="target", target__isnull=False, subject_id=F("target"))
                | (~Q(subject_kind="target") & Q(target__isnull=True) & ~Q(title="")),
                name="alert_says_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | ~Q(snooze_reason=""), name="alert_snoozed_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="alert_level_known"),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="alert_task_known"),
            models.CheckConstraint(condition=Q(kind__in=["due_soon", "overdue"]), name="alert_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "acknowledged", "resolved"]), name="alert_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "kind"], name="alert_inbox"),
            # Reader: the totals of a scan, without a look at the table (region for row-level security).
            models.Index(
                fields=["kind", "region"], name="alert_standing", condition=UNRESOLVED & Q(target__isnull=False)
            ),
            # Reader: the ladder (climbing.py): what has a step before it, by the day of the step.
            models.Index(fields=["next_on"], name="alert_to_climb", condition=UNRESOLVED & Q(next_on__isnull=False)),
            # Readers: what an officer was given to do; what a department was told of.
            models.Index(fields=["assigned_to"], name="alert_assigned", condition=Q(assigned_to__isnull=False)),
            models.Index(
                fields=["organisation", "state"], name="alert_of_department", condition=Q(organisation__isnull=False)
            ),
            # Reader: the end of alerts about other kinds than targets (watching.py).
            models.Index(
                fields=["subject_kind", "subject_id"],
                name="alert_of_subject",
                condition=UNRESOLVED & Q(target__isnull=True),
            ),
            models.Index(fields=["id"], name="alert_untold", condition=UNRESOLVED & Q(told_in__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id} {self.due_on}"


class AlertNoticeQuerySet(ScopedQuerySet["AlertNotice"]):
    """Questions asked of notices."""

    def of(self, alert: Alert) -> AlertNoticeQuerySet:
        """Who was told of an alert, and in which e-mail."""
        return self.filter(run=alert.told_in_id, region=alert.region_id)


class AlertNotice(models.Model):
    """预警通知: in one e-mail an officer was told of all alerts of a region that a scan had to tell; never twice."""

    resource = "alert"
    scope_column = "region_id"

    run = models.ForeignKey(ScanRun, models.CASCADE, related_name="notices", verbose_name=_("通知批次"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("收件人"))
    mail = models.ForeignKey(OutboxMail, models.PROTECT, related_name="notices", verbose_name=_("邮件"))

    objects = AlertNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("预警通知")
        constraints = [models.UniqueConstraint(fields=["run", "region", "officer"], name="notice_told_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.region_id} → {self.officer_id}"
