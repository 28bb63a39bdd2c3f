"""Tables of the alerts room: alerts and who was told of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.targets.models import Target


class AlertQuerySet(ScopedQuerySet["Alert"]):
    """Questions asked of alerts."""

    def unresolved(self) -> AlertQuerySet:
        """Alerts whose cause still stands."""
        return self.exclude(state=Alert.State.RESOLVED)


@tracked()
class Alert(models.Model):
    """预警: a target is due soon, or overdue, against one due day; it exists at most once for each."""

    resource = "alert"
    scope_column = "region_id"

    class Kind(models.TextChoices):
        DUE_SOON = "due_soon", _("临近到期")
        OVERDUE = "overdue", _("逾期")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        ACKNOWLEDGED = "acknowledged", _("已签收")
        RESOLVED = "resolved", _("已解除")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    target = models.ForeignKey(Target, models.CASCADE, related_name="alerts", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    due_on = models.DateField(_("期限"))
    holds_from = models.DateField(_("起始日期"))
    scanned_on = models.DateField(_("扫描日期"))
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPEN)
    acknowledged_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, verbose_name=_("签收人"))
    acknowledged_on = models.DateField(_("签收日期"), null=True, blank=True)
    note = models.CharField(_("处理意见"), max_length=300, blank=True)
    resolved_on = models.DateField(_("解除日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-holds_from", "-pk"]
        verbose_name = _("预警")
        constraints = [
            models.UniqueConstraint(fields=["kind", "target", "due_on"], name="alert_once_per_due_day"),
            models.CheckConstraint(condition=Q(kind__in=["due_soon", "overdue"]), name="alert_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["open", "acknowledged", "resolved"]), name="alert_state_known"),
        ]
        indexes = [models.Index(fields=["region", "state", "kind"], name="alert_inbox")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id} {self.due_on}"


class AlertNotice(models.Model):
    """预警通知: an officer was told of an alert in one e-mail; never twice."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="notices", verbose_name=_("预警"))
    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("收件人"))
    mail = models.ForeignKey(OutboxMail, models.PROTECT, related_name="notices", verbose_name=_("邮件"))

    class Meta:
        verbose_name = _("预警通知")
        constraints = [models.UniqueConstraint(fields=["alert", "officer"], name="alert_told_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} → {self.officer_id}"
