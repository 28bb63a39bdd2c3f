"""Workbooks for mails (邮件附件): the recipient's own overdue items, composed before the mail goes and then kept.

Those who see the same share one file, and every attempt to send carries the same bytes. Composing may fail: after a few
times the mail goes all the same, with a note in place of the workbook.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.alerts.digest import OVERDUE_WORKBOOK
from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert, AlertNotice
from tracker.audit.acting import acting, system
from tracker.jobs.models import MailAttachment, OutboxMail
from tracker.jobs.sending import SendResult, send_waiting
from tracker.officers.models import Officer
from tracker.targets.models import Target
from tracker.workbooks.kinds.base import Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import Values
from tracker.workbooks.writing import Heading, write_export

log = logging.getLogger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 5_000
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


def overdue_workbook(officer: Officer, on: date) -> bytes:
    """Everything overdue on a day that an officer may see, the longest overdue first, as a workbook in their language."""
    with acting(officer.actor), translation.override(officer.language):
        rows = Alert.objects.visible_to(officer).unresolved().filter(kind=Alert.Kind.OVERDUE, due_on__lt=on)
        left_out = max(rows.count() - MOST_ROWS, 0)
        listed = rows.select_related(*_RELATED).order_by("due_on", "pk")[:MOST_ROWS]
        return written_overdue(_values(listed, on), officer.region.name, on, left_out)


def written_overdue(rows: Iterable[Values], place: str, on: date, left_out: int = 0) -> bytes:
    """Overdue items as a workbook, in the language that is switched on."""
    out, note = io.BytesIO(), _("截至 %(day)s，期限次日起计逾期。") % {"day": on.isoformat()}
    if left_out:
        note += _("另有 %(n)d 项未列出，请在系统中查看。") % {"n": left_out}
    write_export(_kind(), rows, Lookups(sources={}), out, Heading(_("%(place)s逾期事项") % {"place": place}, note))
    return out.getvalue()


_RELATED = ("region", "target__enterprise", "target__facility", "target__industry", "acknowledged_by")


def _kind() -> Kind:
    """The columns, headed in the language that is switched on."""
    columns = (
        Column("region", _("所在地"), width=12),
        Column("about", _("类别"), width=16),
        Column("enterprise", _("企业名称或事项"), width=30),
        Column("code", _("统一社会信用代码"), width=22),
        Column("industry", _("行业"), width=12),
        Column("facility", _("装备（生产线）"), width=30),
        Column("amount", _("淘汰产能"), Type.AMOUNT, unit_column="unit"),
        Column("unit", _("计量单位"), width=10),
        Column("due_on", _("完成期限"), Type.DATE),
        Column("days", _("逾期天数"), Type.INTEGER, width=10),
        Column("state", _("状态"), width=10),
        Column("note", _("处理意见"), width=36),
    )
    return Kind(code="overdue", title=_("逾期事项"), columns=columns, keys=(), order=(), totals=("amount",))


def _values(alerts: Iterable[Alert], on: date) -> Iterator[Values]:
    for alert in alerts:
        yield {
            "region": alert.region.name,
            "about": str(KINDS[alert.subject_kind].label),
            "due_on": alert.due_on,
            "days": (on - alert.due_on).days,
            "state": str(alert.get_state_display()),
            "note": alert.note,
            **(_of_target(alert.target) if alert.target else {"enterprise": alert.title}),
        }


def _of_target(target: Target) -> Values:
    return {
        "enterprise": target.enterprise.name,
        "code": target.enterprise.credit_code,
        "industry": target.industry.name,
        "facility": target.facility.name,
        "amount": target.amount,
        "unit": target.unit,
    }
