"""Samples of every mail (邮件样例), of invented enterprises: the administrator who looks at them sees no business data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.alerts.news import Digest, Line, Tally
from tracker.alerts.wording import write
from tracker.jobs.kinds import MessageKind
from tracker.web.letter_samples import ENTERPRISES, LETTERS, Sample, Written
from tracker.workbooks.overdue_sheet import written_overdue


def _digest(on: date, language: str) -> Written:
    tally = Tally("示例市", 4, 2, 6, 3)
    return write(Digest(on, tally, lines=(*_lines(on, 4), *_lines(on, 2, soon=True))), language)


def _reminder(on: date, language: str) -> Written:
    return write(
        Digest(on, Tally("示例市", 0, 3, 0, 3), lines=tuple(_lines(on, 3, soon=True))), language, optional=True
    )


def _summary(on: date, language: str) -> Written:
    cities = tuple(
        Tally(name, number, 1, number + 2, 3) for number, name in enumerate(("示例市", "样本市", "演示市"), 1)
    )
    return write(Digest(on, Tally("示例省", 6, 3, 12, 9), cities=cities), language)


def _lines(on: date, number: int, *, soon: bool = False) -> Iterator[Line]:
    for at, name in enumerate(ENTERPRISES[:number]):
        days = 7 + at * 5
        due_on = on + timedelta(days=days) if soon else on - timedelta(days=days)
        yield Line(
            soon,
            days,
            due_on,
            at + 1,
            f"/targets/{at + 1}/",
            "示例县",
            name,
            "Φ2.2×7m 水泥磨",
            Decimal("12.5") + at,
            "万吨",
        )


SAMPLES = {
    "digest": Sample(gettext_lazy("每日摘要（市、县）"), MessageKind.OVERDUE, _digest, has_workbook=True),
    "summary": Sample(gettext_lazy("每日摘要（省级汇总）"), MessageKind.OVERDUE, _summary, has_workbook=True),
    "reminder": Sample(gettext_lazy("临近到期提醒"), MessageKind.DUE_SOON, _reminder),
    **LETTERS,
}


def sample_workbook(on: date) -> bytes:
    """The workbook of a digest, in the language that is switched on."""
    rows = (
        {
            "region": line.region,
            "about": _("淘汰任务"),
            "enterprise": line.enterprise,
            "industry": "水泥",
            "facility": line.facility,
            "amount": line.amount,
            "unit": line.unit,
            "due_on": line.due_on,
            "days": line.days,
            "state": _("待处理"),
        }
        for line in _lines(on, 4)
    )
    return written_overdue(rows, "示例市", on)
