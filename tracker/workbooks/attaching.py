"""Workbooks for mails (邮件附件): the recipient's own overdue items, composed before the mail goes and then kept.

Those who see the same share one file, and every attempt to send carries the same bytes. Composing may fail: after a few
times the mail goes all the same, with a note in place of the workbook.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.alerts.digest import OVERDUE_WORKBOOK
from tracker.alerts.models import AlertNotice
from tracker.audit.acting import acting, system
from tracker.jobs.models import MailAttachment, OutboxMail
from tracker.jobs.sending import SendResult, send_waiting
from tracker.officers.models import Officer
from tracker.workbooks.overdue_sheet import overdue_workbook

log = logging.getLogger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_COMPOSITIONS = 3
LEASE = timedelta(minutes=2)


def attach_and_send(*, now: datetime, limit: int = 1000) -> SendResult:
    """Make whole the mails whose turn has come, and send them."""
    attach_waiting(now=now, limit=limit)
    return send_waiting(now=now, limit=limit)


def attach_waiting(*, now: datetime, limit: int = 1000) -> int:
    """Add their workbooks to the mails whose turn has come; how many."""
    done = 0
    while done < limit and (mail := _claim(now)):
        done += 1
        try:
            _attach(mail)
        except DatabaseError:
            raise
        except Exception:
            log.exception("no workbook for mail %s", mail.pk)  # the lease ends and it is tried again
    return done


def _claim(now: datetime) -> OutboxMail | None:
    with acting(system("mail")):
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        waiting = OutboxMail.objects.filter(free, state=OutboxMail.State.WAITING, next_try_at__lte=now).exclude(
            lacks=""
        )
        mail = waiting.order_by("pk").select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.lease_until, mail.compositions = now + LEASE, mail.compositions + 1
            mail.save(update_fields=["lease_until", "compositions"])
    return mail


def _attach(mail: OutboxMail) -> None:
    if mail.compositions > MOST_COMPOSITIONS or mail.officer is None or mail.lacks != OVERDUE_WORKBOOK:
        attachment = _apology(mail)
    else:
        attachment = _overdue_workbook(mail, mail.officer)
    with acting(system("mail")):
        OutboxMail.objects.filter(pk=mail.pk).exclude(lacks="").update(
            attachment=attachment, lacks="", lease_until=None
        )


def _overdue_workbook(mail: OutboxMail, officer: Officer) -> MailAttachment:
    notices = AlertNotice.objects.filter(mail=mail).select_related("run").order_by("-run__on")
    with acting(system("mail")):
        told = notices.first()
    on = told.run.on if told else mail.created_at.date()
    seen = sha256(f"{officer.role} {officer.scope}".encode()).hexdigest()[:16]
    key = f"overdue.{on:%Y%m%d}.{told.run_id if told else mail.pk}.{officer.language}.{seen}"
    known = MailAttachment.objects.filter(key=key).first()
    if known is not None:
        return known
    content = overdue_workbook(officer, on)
    with acting(system("mail")), translation.override(officer.language):
        name = _("逾期事项-%(day)s.xlsx") % {"day": f"{on:%Y%m%d}"}
        return MailAttachment.objects.get_or_create(
            key=key, defaults={"name": name, "content_type": XLSX, "content": content}
        )[0]


def _apology(mail: OutboxMail) -> MailAttachment:
    language = mail.officer.language if mail.officer else "zh-hans"
    with acting(system("mail")), translation.override(language):
        words = _("逾期事项表未能生成，请登录系统在“预警”页查看并导出。")
        return MailAttachment.objects.get_or_create(
            key=f"apology.{language}",
            defaults={"name": _("附件说明.txt"), "content_type": "text/plain", "content": words.encode("utf-8-sig")},
        )[0]
