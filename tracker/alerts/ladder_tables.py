"""Tables of the ladder (督办阶梯): its rungs as the administrator set them, what was reached on them, and the leaders to be told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.alerts.models import Alert, Level, ScanRun, Task
from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Organisation, Region


class Audience(models.TextChoices):
    """督办对象: who is told when a rung is reached."""

    OWN = "own", _("责任地区（部门）")
    CITY = "city", _("设区市")
    LEADER = "leader", _("分管副市长")
    DEPARTMENT = "department", _("牵头部门")
    PROVINCE = "province", _("省")


# How far up being told of something makes it somebody's business.
LEVEL_OF = {
    Audience.OWN: Level.LOCAL,
    Audience.CITY: Level.LOCAL,
    Audience.LEADER: Level.LEADERS,
    Audience.DEPARTMENT: Level.LEADERS,
    Audience.PROVINCE: Level.PROVINCE,
}


@tracked()
class LadderRung(models.Model):
    """督办阶梯: so many days before or after a due day, who is told, and what is done. Days are calendar days."""

    resource = "ladder"

    class Moment(models.TextChoices):
        BEFORE = "due_soon", _("到期前")
        AFTER = "overdue", _("逾期后")

    code = models.SlugField(_("代码"), primary_key=True, max_length=20)
    moment = models.CharField(_("时点"), max_length=10, choices=Moment)
    days = models.PositiveSmallIntegerField(_("天数"))
    audiences = ArrayField(models.CharField(max_length=10, choices=Audience), verbose_name=_("督办对象"))
    task = models.CharField(_("督办事项"), max_length=10, choices=Task, default=Task.NONE, blank=True)
    kinds = ArrayField(models.CharField(max_length=16), default=list, blank=True, verbose_name=_("适用期限"))
    is_active = models.BooleanField(_("启用"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-moment", "code"]
        verbose_name = _("督办阶梯")
        constraints = [
            models.CheckConstraint(condition=Q(moment__in=["due_soon", "overdue"]), name="rung_moment_known"),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="rung_task_known"),
            models.CheckConstraint(condition=Q(audiences__len__gt=0), name="rung_tells_somebody"),
            models.CheckConstraint(
                condition=Q(moment="due_soon", days__lte=365, task="")
                | Q(moment="overdue", days__gte=1, days__lte=3650),
                name="rung_day_plausible",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def offset(self) -> int:
        """Days after the due day; negative before it."""
        return -self.days if self.moment == self.Moment.BEFORE else self.days

    @property
    def label(self) -> str:
        """What the rung is called."""
        if self.offset == 0:
            return _now("到期当天")
        words = _now("到期前 %(n)d 天") if self.offset < 0 else _now("逾期第 %(n)d 天")
        return words % {"n": self.days}

    @property
    def level(self) -> Level:
        """How far up the rung reaches."""
        return max(LEVEL_OF[Audience(audience)] for audience in self.audiences)


class EscalationQuerySet(ScopedQuerySet["Escalation"]):
    """Questions asked of escalations."""

    def untold(self) -> EscalationQuerySet:
        """Those no digest has carried yet."""
        return self.filter(told_in__isnull=True)


class Escalation(models.Model):
    """督办记录: on a day an alert reached a rung of the ladder; once for each rung, whatever happens to the scan.

    The first step is the alert itself (its `holds_from`). Who was to be told is written out as the ladder was then;
    `told_in` is the scan whose digests carry it. Rows are only added, apart from `told_in`.
    """

    resource = "alert"
    scope_column = "region_id"
    scope_organisation_column = "organisation_id"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="escalations", verbose_name=_("预警"))
    rung = models.ForeignKey(LadderRung, models.PROTECT, db_index=False, related_name="+", verbose_name=_("督办阶梯"))
    region = models.ForeignKey(Region, models.PROTECT, db_index=False, related_name="+", verbose_name=_("所在地"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("部门")
    )
    audiences = ArrayField(models.CharField(max_length=10, choices=Audience), verbose_name=_("督办对象"))
    task = models.CharField(_("督办事项"), max_length=10, choices=Task, default=Task.NONE, blank=True)
    holds_from = models.DateField(_("起始日期"))
    reached_on = models.DateField(_("扫描日期"))
    told_in = models.ForeignKey(
        ScanRun, models.PROTECT, null=True, blank=True, related_name="escalations", verbose_name=_("通知批次")
    )
    # What became of a rung that proposes an order.
    outcome = models.CharField(_("处理结果"), max_length=100, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["holds_from", "pk"]
        verbose_name = _("督办记录")
        constraints = [
            models.UniqueConstraint(fields=["alert", "rung"], name="escalation_once_per_rung"),
            models.CheckConstraint(condition=Q(reached_on__gte=models.F("holds_from")), name="escalation_not_early"),
        ]
        indexes = [models.Index(fields=["id"], name="escalation_untold", condition=Q(told_in__isnull=True))]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.rung_id}"

    @property
    def audience_names(self) -> str:
        """Who was to be told, in the reader's language."""
        return _now("、").join(str(Audience(audience).label) for audience in self.audiences)

    @property
    def order_id(self) -> int | None:
        """The order that was proposed, if one was."""
        word, _colon, number = self.outcome.partition(":")
        return int(number) if word == "order" else None


class LeaderQuerySet(ScopedQuerySet["Leader"]):
    """Questions asked of leaders."""


@tracked()
class Leader(models.Model):
    """分管领导: who is told of a region's lateness by name, without an account of their own."""

    resource = "leader"
    scope_column = "region_id"

    region = models.OneToOneField(Region, models.PROTECT, related_name="leader", verbose_name=_("区划"))
    title = models.CharField(_("职务"), max_length=40)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    language = models.CharField(
        _("语言"), max_length=10, choices=Officer._meta.get_field("language").choices, default="zh-hans"
    )
    version = models.PositiveIntegerField(default=1)

    objects = LeaderQuerySet.as_manager()

    class Meta:
        ordering = ["region_id"]
        verbose_name = _("分管领导")

    def __str__(self) -> str:
        return f"{self.title} {self.name}"
