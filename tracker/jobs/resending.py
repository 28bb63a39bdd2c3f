"""Sending again (重新发送): an administrator gives a mail that failed another chance, and says why."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState, InvalidValue

State = OutboxMail.State
RESENDABLE = (State.FAILED, State.BOUNCED)
REASON_LENGTH = 200


class Resending(models.Model):
    """重新发送记录: who sent a mail again, when, to which address and why; never changed."""

    append_only = True

    mail = models.ForeignKey(
        OutboxMail, models.PROTECT, related_name="resendings", verbose_name=gettext_lazy("待发邮件")
    )
    by = models.ForeignKey(Officer, models.PROTECT, verbose_name=gettext_lazy("操作人"))
    at = models.DateTimeField(gettext_lazy("操作时间"))
    to = models.EmailField(gettext_lazy("收件地址"))
    before = models.CharField(gettext_lazy("原状态"), max_length=10, choices=State)
    words = models.CharField(gettext_lazy("原因"), max_length=300, blank=True)
    reason = models.CharField(gettext_lazy("理由"), max_length=REASON_LENGTH)

    class Meta:
        ordering = ["-pk"]
        verbose_name = gettext_lazy("重新发送记录")

    def __str__(self) -> str:
        return f"{self.mail_id} {self.at}"


@transaction.atomic
def resend(*, mail: OutboxMail, by: Officer, now: datetime, reason: str) -> OutboxMail:
    """Queue a failed or bounced mail once more, to the address its officer has now; Message-ID and content stay.

    IllegalState if it waits or was sent, by whoever was quicker.
    """
    require(by, "resend", "mail")
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise InvalidValue(_("请写明重新发送的理由（200 字以内）"), field="reason")
    locked = OutboxMail.objects.select_for_update(of=("self",)).select_related("officer").get(pk=mail.pk)
    if locked.state not in RESENDABLE:
        raise IllegalState(_("只有发送失败或被退回的邮件可以重新发送"), verb="resend", state=locked.state)
    to = (locked.officer.email if locked.officer else "") or locked.to
    Resending.objects.create(
        mail=locked, by=by, at=now, to=to, before=locked.state, words=locked.last_error, reason=reason
    )
    locked.state, locked.to, locked.attempts, locked.next_try_at, locked.tried_from = State.WAITING, to, 0, now, now
    locked.save(update_fields=["state", "to", "attempts", "next_try_at", "tried_from"])
    return locked
