"""The sheet of overdue items (逾期事项表): whatever kind of deadline passed, one row each, in the reader's language."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.targets.models import Target
from tracker.workbooks.kinds.base import Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import Values
from tracker.workbooks.writing import Heading, write_export

MOST_ROWS = 5_000


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
