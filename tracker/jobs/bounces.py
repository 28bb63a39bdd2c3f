"""Bounces (退信): what came back, which address fails, and telling the administrators of one that fails again and again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.audit.acting import acting, system
from tracker.audit.history import tracked
from tracker.jobs.dsn import Failure, read_failures
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.notify import Letter, notify_role
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.roles import Role
from tracker.values.errors import NotFound

ALARMING = 2  # hard bounces of one address


@tracked()
class Bounce(models.Model):
    """退信: one recipient of one notification; it counts against the address until an administrator has settled it."""

    mail = models.ForeignKey(
        OutboxMail, models.CASCADE, null=True, blank=True, related_name="bounces", verbose_name=gettext_lazy("待发邮件")
    )
    address = models.EmailField(gettext_lazy("收件地址"))
    hard = models.BooleanField(gettext_lazy("永久失败"))
    words = models.CharField(gettext_lazy("退信原因"), max_length=300, blank=True)
    notice = models.CharField(max_length=64)
    received_at = models.DateTimeField(gettext_lazy("收到时间"))
    settled_at = models.DateTimeField(gettext_lazy("处理时间"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("退信")
        constraints = [
            models.UniqueConstraint(fields=["notice", "address"], name="bounce_once"),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="bounce_address_in_small_letters"),
        ]
        indexes = [
            models.Index(fields=["address"], name="bounce_unsettled", condition=Q(hard=True, settled_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.words}"


@dataclass(frozen=True)
class Intake:
    """What became of the notifications read: failures noted, known from before, and about nothing of ours."""

    noted: int = 0
    known: int = 0
    foreign: int = 0


@dataclass(frozen=True)
class FailingAddress:
    """An address to which nothing can be delivered, and the last reason given."""

    address: str
    bounces: int
    last_at: datetime
    words: str = ""


def take_bounces(contents: Iterable[bytes], *, now: datetime) -> Intake:
    """Note every failure the messages report; reading a message again changes nothing."""
    noted = known = foreign = 0
    for content in contents:
        failures = read_failures(content)
        foreign += not failures
        for failure in failures:
            outcome = _take(failure, now)
            noted, known, foreign = noted + (outcome is True), known + (outcome is False), foreign + (outcome is None)
    return Intake(noted, known, foreign)


def _take(failure: Failure, now: datetime) -> bool | None:
    """True if it was noted, False if it was before, None if no mail of ours went to that address."""
    with acting(system("bounces")):
        ours = OutboxMail.objects.filter(to__iexact=failure.recipient)
        mail = ours.filter(message_id=failure.message_id).first()
        # A notification that names a mail we never sent there is forged or astray: whoever can write to us may send one.
        if mail is None and (failure.message_id or not ours.exists()):
            return None
        bounce, made = Bounce.objects.get_or_create(
            notice=failure.notice,
            address=failure.recipient,
            defaults={"mail": mail, "hard": failure.hard, "words": failure.words, "received_at": now},
        )
        if not made:
            return False
        if mail is not None:
            sent = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.SENT)
            sent.update(state=OutboxMail.State.BOUNCED, last_error=failure.words)
        _alarm(bounce)
    return True


def _alarm(bounce: Bounce) -> None:
    """Tell the administrators once an address has failed often enough, and then no more until it is settled."""
    if not bounce.hard or _unsettled().filter(address=bounce.address).count() != ALARMING:
        return
    notify_role(role=Role.SYSADMIN, kind=MessageKind.SYSTEM, key=f"bounces.{bounce.pk}", write=lambda: _letter(bounce))


def _letter(bounce: Bounce) -> Letter:
    names = Officer.objects.filter(email__iexact=bounce.address).values_list("name", flat=True)[:5]
    return alarm_letter(bounce, "、".join(names))


def alarm_letter(bounce: Bounce, names: str) -> Letter:
    """What the administrators are told of an address that fails."""
    return Letter(
        _("邮件地址连续退信：%(address)s") % {"address": bounce.address},
        (_("发往该地址的邮件多次被永久退回，必须接收的通知可能没有送达。请核对并更正账号的电子邮箱。"),),
        ((_("账号"), names or "—"), (_("收件地址"), bounce.address), (_("退信原因"), bounce.words or "—")),
        "/outbox/",
    )


def _unsettled() -> models.QuerySet[Bounce]:
    return Bounce.objects.filter(hard=True, settled_at__isnull=True)


def failing_addresses(among: Iterable[str] | None = None) -> list[FailingAddress]:
    """Addresses with hard bounces nobody has settled, the latest first; `among` asks for some of them only."""
    rows = _unsettled()
    if among is not None:
        rows = rows.filter(address__in=[address.lower() for address in among if address])
    grouped = rows.order_by().values("address").annotate(n=Count("pk"), last=Max("received_at"), latest=Max("pk"))
    found = list(grouped.order_by("-last"))
    words = dict(Bounce.objects.filter(pk__in=[row["latest"] for row in found]).values_list("pk", "words"))
    return [FailingAddress(row["address"], row["n"], row["last"], words.get(row["latest"], "")) for row in found]


@transaction.atomic
def settle_address(*, address: str, by: Officer, now: datetime) -> int:
    """An administrator has seen to an address: what came back until now no longer counts; how many bounces that were."""
    require(by, "resend", "mail")
    settled: int = _unsettled().filter(address=address.lower()).update(settled_at=now)
    if not settled:
        raise NotFound(address=address)
    return settled
