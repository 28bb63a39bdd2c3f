"""Tables of publication (公示、公告): notices with frozen lines, open to everybody, and the objections to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.models import Target


class Notice(models.Model):
    """公示、公告: published once, never rewritten, found under its `code` for good. No region: it is for everybody."""

    resource = "notice"
    append_only = True

    class Kind(models.TextChoices):
        LIST = "list", _("企业名单公示")
        RESULT = "result", _("验收结果公示")
        COMPLETION = "completion", _("完成情况公告")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="notices", verbose_name=_("计划"))
    code = models.SlugField(_("编号"), max_length=40, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"), max_length=4000)
    published_on = models.DateField(_("发布日期"))
    objections_until = models.DateField(_("异议截止日期"), null=True)
    # An announcement follows the notice to which one could object.
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="followed_by", verbose_name=_("对应公示")
    )
    published_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("发布人"))

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("公示公告")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="completion", follows__isnull=False, objections_until__isnull=True)
                | Q(kind__in=["list", "result"], follows__isnull=True, objections_until__gte=F("published_on")),
                name="notice_kind_has_its_dates",
            )
        ]

    def __str__(self) -> str:
        return self.code


class NoticeLine(models.Model):
    """公示内容: one target as it was published; enterprises and equipment only, nobody's name."""

    resource = "notice"
    append_only = True

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines", verbose_name=_("公示公告"))
    number = models.PositiveIntegerField(_("序号"))
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name=_("淘汰任务"))
    city = models.CharField(_("设区市"), max_length=40)
    county = models.CharField(_("县（市、区）"), max_length=40)
    enterprise = models.CharField(_("企业名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    industry = models.CharField(_("行业"), max_length=40)
    facility = models.CharField(_("淘汰装备（生产线）"), max_length=120)
    equipment_count = models.DecimalField(_("装备数量"), max_digits=10, decimal_places=0, null=True)
    equipment_unit = models.CharField(_("装备单位"), max_length=10, blank=True)
    amount = models.DecimalField(_("淘汰产能"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("计量单位"), max_length=10)
    stage = models.CharField(_("进度阶段"), max_length=12)
    completed_on = models.DateField(_("完成日期"), null=True)

    class Meta:
        ordering = ["notice_id", "number"]
        verbose_name = _("公示内容")
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="notice_line_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.number}"


class ObjectionQuerySet(ScopedQuerySet["Objection"]):
    """Questions asked of objections."""


@tracked()
class Objection(models.Model):
    """异议: who objects is personal, so it is filed under the province (`region`) and never published."""

    resource = "notice"
    scope_column = "region_id"

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        UPHELD = "upheld", _("成立")
        REJECTED = "rejected", _("不成立")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections", verbose_name=_("公示公告"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("受理地区"))
    target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("涉及的任务")
    )
    raised_by = models.CharField(_("提出人"), max_length=60)
    contact = models.CharField(_("联系方式"), max_length=60, blank=True)
    text = models.TextField(_("异议内容"), max_length=2000)
    received_on = models.DateField(_("收到日期"))
    # Nobody received what came through the public page; its receipt leads to the answer.
    received_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("受理人")
    )
    receipt = models.CharField(_("回执号"), max_length=16, null=True, blank=True, unique=True)
    source = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("处理意见"), max_length=2000, blank=True)
    handled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    handled_on = models.DateField(_("处理日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("异议")
        constraints = [
            models.CheckConstraint(condition=Q(region="330000"), name="objection_filed_under_the_province"),
            models.CheckConstraint(
                condition=Q(state="open", handled_on__isnull=True)
                | Q(state__in=["upheld", "rejected"], handled_on__isnull=False),
                name="objection_handled_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=False) | Q(receipt__isnull=False),
                name="objection_has_receiver_or_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.pk}"
