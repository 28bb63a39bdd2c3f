"""Tables of inspections: draws, inspections with team and checklist, and cases of suspected false reports."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.deadlines.indexes import deadline_indexes
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.models import Target


class DrawAnnouncement(models.Model):
    """抽签公告: what may be drawn, who may be sent, and the public event that decides; before it happens, open to everybody."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="draw_announcements", verbose_name=_("计划"))
    digest = models.CharField(_("公告指纹"), max_length=64, unique=True)
    event = models.CharField(_("公开事件"), max_length=120)
    event_on = models.DateField(_("事件日期"))
    planned_on = models.DateField(_("检查起始日期"))
    method = models.CharField(_("方法"), max_length=40)
    count = models.PositiveIntegerField(_("抽取数量"))
    team_size = models.PositiveIntegerField(_("每组人数"))
    things = models.JSONField(_("抽取范围"))
    inspectors = models.JSONField(_("检查人员库"))
    announced_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("公告人"))
    announced_on = models.DateField(_("公告日期"))

    class Meta:
        ordering = ["-announced_on", "-pk"]
        verbose_name = _("抽签公告")
        constraints = [
            models.CheckConstraint(condition=Q(event_on__gt=F("announced_on")), name="draw_event_lies_ahead"),
            models.CheckConstraint(condition=Q(planned_on__gt=F("event_on")), name="draw_before_the_visits"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.announced_on}"


class Draw(models.Model):
    """双随机抽签: the outcome of the announced event, the seed that follows, and what came of it; open to everybody."""

    append_only = True

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="draws", verbose_name=_("计划"))
    announcement = models.OneToOneField(
        DrawAnnouncement, models.PROTECT, null=True, related_name="drawn", verbose_name=_("抽签公告")
    )
    outcome = models.CharField(_("事件结果"), max_length=120, blank=True)
    seed = models.CharField(_("随机种子"), max_length=80)
    method = models.CharField(_("方法"), max_length=40)
    count = models.PositiveIntegerField(_("抽取数量"))
    team_size = models.PositiveIntegerField(_("每组人数"))
    things = models.JSONField(_("抽取范围"))
    inspectors = models.JSONField(_("检查人员库"))
    visits = models.JSONField(_("抽取结果"))
    drawn_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("抽签人"))
    drawn_on = models.DateField(_("抽签日期"))

    class Meta:
        ordering = ["-drawn_on", "-pk"]
        verbose_name = _("双随机抽签")
        constraints = [
            models.UniqueConstraint(fields=["plan", "seed"], name="draw_seed_once"),
            models.CheckConstraint(condition=Q(announcement=None) | ~Q(outcome=""), name="draw_has_its_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.seed}"


class InspectionQuerySet(ScopedQuerySet["Inspection"]):
    """Questions asked of inspections."""


@tracked()
class Inspection(models.Model):
    """检查: a team looks at a target by a checklist and concludes."""

    resource = "inspection"
    scope_column = "region_id"

    class Kind(models.TextChoices):
        ONSITE = "onsite", _("现场验收")
        SPOT = "spot", _("省级抽查")

    class State(models.TextChoices):
        PLANNED = "planned", _("待检查")
        DONE = "done", _("已有结论")
        CANCELLED = "cancelled", _("已取消")

    class Outcome(models.TextChoices):
        PASS = "pass", _("通过")
        CONDITIONAL = "conditional", _("限期整改")
        FAIL = "fail", _("不通过")

    target = models.ForeignKey(Target, models.PROTECT, related_name="inspections", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    kind = models.CharField(_("检查类别"), max_length=10, choices=Kind)
    drawn_by = models.ForeignKey(
        Draw, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name=_("双随机抽签")
    )
    planned_on = models.DateField(_("计划检查日期"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PLANNED)
    outcome = models.CharField(_("结论"), max_length=12, choices=Outcome, blank=True)
    held_on = models.DateField(_("检查日期"), null=True, blank=True)
    opinion = models.CharField(_("检查意见"), max_length=500, blank=True)
    rectify_by = models.DateField(_("整改期限"), null=True, blank=True)
    concluded_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("结论登记人")
    )
    # Of a condition: when the first later inspection took place. Written when that is concluded, so that watching what is
    # to be rectified need not look at whatever ever was.
    followed_on = models.DateField(_("复查日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        verbose_name = _("检查")
        constraints = [
            models.UniqueConstraint(fields=["target"], condition=Q(state="planned"), name="inspection_planned_once"),
            models.CheckConstraint(
                condition=Q(state="done", held_on__isnull=False, concluded_by__isnull=False) & ~Q(outcome="")
                | Q(state__in=["planned", "cancelled"], outcome=""),
                name="inspection_done_is_concluded",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="conditional") | Q(rectify_by__isnull=False), name="inspection_condition_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(followed_on__isnull=True) | Q(outcome="conditional"), name="inspection_follows_a_condition"
            ),
        ]
        indexes = [
            *deadline_indexes("inspection", due="planned_on", waiting=Q(state="planned"), ended="held_on"),
            *deadline_indexes(
                "rectification",
                due="rectify_by",
                waiting=Q(outcome="conditional", followed_on__isnull=True),
                ended="followed_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.planned_on}"


class InspectionMemberQuerySet(ScopedQuerySet["InspectionMember"]):
    """Questions asked of members."""


@tracked()
class InspectionMember(models.Model):
    """检查组成员."""

    resource = "inspection"
    scope_column = "region_id"

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="members", verbose_name=_("检查"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("检查人员"))
    leader = models.BooleanField(_("组长"), default=False)

    objects = InspectionMemberQuerySet.as_manager()

    class Meta:
        ordering = ["inspection_id", "-leader", "pk"]
        verbose_name = _("检查组成员")
        constraints = [models.UniqueConstraint(fields=["inspection", "officer"], name="inspection_member_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.officer_id}"


class InspectionPointQuerySet(ScopedQuerySet["InspectionPoint"]):
    """Questions asked of points."""


@tracked()
class InspectionPoint(models.Model):
    """检查要点: one line of the checklist as it stood when the inspection was planned, and what was found."""

    resource = "inspection"
    scope_column = "region_id"

    class Answer(models.TextChoices):
        OK = "ok", _("符合")
        BAD = "bad", _("不符合")
        NOT_APPLICABLE = "na", _("不适用")

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="points", verbose_name=_("检查"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    code = models.CharField(max_length=40)
    text = models.CharField(_("检查要点"), max_length=120)
    answer = models.CharField(_("检查结果"), max_length=3, choices=Answer, blank=True)
    remark = models.CharField(_("说明"), max_length=300, blank=True)

    objects = InspectionPointQuerySet.as_manager()

    class Meta:
        ordering = ["inspection_id", "pk"]
        verbose_name = _("检查要点")
        constraints = [models.UniqueConstraint(fields=["inspection", "code"], name="inspection_point_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.code}"


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Questions asked of cases."""


@tracked()
class Case(models.Model):
    """瞒报、谎报线索: filed under the province (`region`), so that not even the database shows it to those it may be about."""

    resource = "case"
    scope_column = "region_id"

    class Kind(models.TextChoices):
        CONCEALMENT = "concealment", _("瞒报")
        FALSE_REPORT = "false_report", _("谎报")

    class State(models.TextChoices):
        OPEN = "open", _("调查中")
        PROVEN = "proven", _("属实")
        UNFOUNDED = "unfounded", _("不属实")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("立案地区"))
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name=_("淘汰任务"))
    facts = models.TextField(_("线索"), max_length=2000)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    conclusion = models.TextField(_("调查结论"), max_length=2000, blank=True)
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    opened_on = models.DateField(_("登记日期"))
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("瞒报、谎报线索")
        constraints = [
            models.CheckConstraint(condition=Q(region="330000"), name="case_filed_under_the_province"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | Q(state__in=["proven", "unfounded"], closed_on__isnull=False),
                name="case_closed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
