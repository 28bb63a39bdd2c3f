"""Tables of the jobs room: the work list and the mail outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from tracker.jobs.hooks import Webhook
from tracker.jobs.kinds import MessageKind
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.visibility import ScopedQuerySet


class JobQuerySet(ScopedQuerySet["Job"]):
    """Questions asked of the work list."""

    def claimable(self, now: datetime) -> JobQuerySet:
        """Jobs waiting, or whose worker's lease has run out; nobody has asked to cancel them."""
        return self.filter(Q(state=Job.State.WAITING) | Q(RUNNING, lease_until__lt=now), cancel_requested=False)

    def to_cancel(self, now: datetime) -> JobQuerySet:
        """Jobs that were to be cancelled, whose worker went away before it heard of it."""
        return self.filter(RUNNING, lease_until__lt=now, cancel_requested=True)

    def visible_to(self, officer: Officer) -> Self:
        """One's own jobs; those who look after the system, or audit it, see all."""
        return self.all() if officer.role in SEE_ALL else self.filter(created_by=officer)


SEE_ALL = (Role.SYSADMIN, Role.AUDITADMIN, Role.AUDITOR)
RUNNING = Q(state="running")


class Job(models.Model):
    """作业: a piece of background work; attempts are counted here, before the work starts."""

    resource = "job"

    class State(models.TextChoices):
        WAITING = "waiting", _("排队中")
        RUNNING = "running", _("执行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    class Step(models.TextChoices):
        READING = "reading", _("读取")
        CHECKING = "checking", _("核对")
        COMPARING = "comparing", _("比对")
        WRITING = "writing", _("写入")
        DRAWING = "drawing", _("生成文件")

    kind = models.CharField(_("类别"), max_length=30)
    subject = models.CharField(_("对象"), max_length=60)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    lease_until = models.DateTimeField(_("租约到期"), null=True, blank=True)
    worker = models.CharField(_("执行者"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    step = models.CharField(_("步骤"), max_length=12, choices=Step, blank=True)
    step_at = models.DateTimeField(_("步骤开始时间"), null=True, blank=True)
    progress = models.PositiveIntegerField(_("进度"), default=0)
    total = models.PositiveIntegerField(_("总量"), default=0)
    cancel_requested = models.BooleanField(_("要求取消"), default=False)
    message = models.CharField(_("结果说明"), max_length=300, blank=True)
    # What administrators may see of a failure: the error's code, never a word of business.
    fault = models.CharField(_("故障代码"), max_length=60, blank=True)
    created_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("发起人")
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("作业")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="job_once_per_subject"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"]), name="job_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="job_unfinished", condition=Q(state__in=["waiting", "running"])),
            # Reader: the page of one's own jobs, newest first.
            models.Index(fields=["created_by", "-id"], name="job_of_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class MailAttachment(models.Model):
    """邮件附件: composed once and kept, so that every attempt and every recipient of the same list gets the same file."""

    append_only = True

    key = models.CharField(_("去重键"), max_length=120, unique=True)
    name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("类型"), max_length=100)
    content = models.BinaryField(_("内容"))
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("邮件附件")

    def __str__(self) -> str:
        return self.name


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    """Questions asked of the outbox."""

    def sendable(self, now: datetime) -> OutboxQuerySet:
        """Mails whose turn has come: whole, waiting and due, or left in doubt by a sender that died."""
        waiting = Q(state=OutboxMail.State.WAITING, next_try_at__lte=now, lacks="")
        return self.filter(waiting | Q(state=OutboxMail.State.SENDING, lease_until__lt=now)).order_by("pk")

    def counted(self) -> dict[str, int]:
        """How many there are in each state."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))

    def by_mail(self) -> OutboxQuerySet:
        """Messages that go by e-mail."""
        return self.filter(webhook__isnull=True)

    def by_webhook(self) -> OutboxQuerySet:
        """Messages for webhooks that are switched on."""
        return self.filter(webhook__is_active=True)


class OutboxMail(models.Model):
    """待发邮件: written in the transaction that causes it; the Message-ID never changes, so a doubtful repeat is recognisable."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        BOUNCED = "bounced", _("已退信")

    dedupe_key = models.CharField(_("去重键"), max_length=120, unique=True)
    message_id = models.CharField(_("邮件标识"), max_length=200, unique=True)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, verbose_name=_("收件人"))
    kind = models.CharField(_("类别"), max_length=12, choices=MessageKind, default=MessageKind.OVERDUE)
    # Either an address, or a webhook instead of one.
    to = models.EmailField(_("收件地址"), blank=True)
    webhook = models.ForeignKey(
        Webhook, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("机器人推送")
    )
    subject = models.CharField(_("主题"), max_length=200)
    text = models.TextField(_("正文"))
    html = models.TextField(_("网页正文"))
    # The workbook still to be composed before the mail may go; composing it is tried a few times only.
    lacks = models.CharField(_("待生成附件"), max_length=20, blank=True)
    compositions = models.PositiveSmallIntegerField(_("附件生成次数"), default=0)
    attachment = models.ForeignKey(
        MailAttachment, models.PROTECT, null=True, blank=True, db_index=False, verbose_name=_("附件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次尝试"))
    lease_until = models.DateTimeField(_("租约到期"), null=True, blank=True)
    in_doubt = models.BooleanField(_("可能重复"), default=False)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)
    reference = models.CharField(_("对方回执"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    tried_from = models.DateTimeField(_("重新计时起点"), null=True, blank=True)  # set when it is sent again by hand
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("待发邮件")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "bounced"]), name="mail_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=MessageKind.values), name="mail_kind_known"),
            models.CheckConstraint(
                condition=Q(webhook__isnull=True) & ~Q(to="") | Q(webhook__isnull=False, to=""),
                name="mail_goes_to_one_place",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="mail_unsent", condition=Q(state__in=["waiting", "sending"]))
        ]

    def __str__(self) -> str:
        return self.subject
