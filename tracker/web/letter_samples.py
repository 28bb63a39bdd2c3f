"""Samples of the short mails (短邮件样例): what a sample is, and one of every letter the rooms write, about nobody real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.alerts.escalating import Item, ladder_letter
from tracker.alerts.ladder_tables import LadderRung
from tracker.alerts.weekly import weekly_letter
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.enforcement.telling import order_letter
from tracker.jobs.bounces import Bounce, alarm_letter
from tracker.jobs.kinds import MessageKind
from tracker.jobs.notify import Letter, render
from tracker.progress.reminders import reminder_letter
from tracker.vitals.watchdog import watchdog_letter

Written = tuple[str, str, str]
ENTERPRISES = ("示例甲水泥有限公司", "示例乙印染有限公司", "示例丙皮革有限公司", "示例丁造纸有限公司")


@dataclass(frozen=True)
class Sample:
    """One template: what it is called, its kind, and how its sample is written on a day in the language switched on."""

    label: Any
    kind: MessageKind
    write: Callable[[date, str], Written]
    has_workbook: bool = False


def _escalation(on: date, language: str) -> Written:
    rung = LadderRung(code="sample", moment=LadderRung.Moment.AFTER, days=7)
    return render(
        ladder_letter(MessageKind.ESCALATION, _items(rung, on - timedelta(days=7))), MessageKind.ESCALATION, language
    )


def _ladder_reminder(on: date, language: str) -> Written:
    rung = LadderRung(code="sample", moment=LadderRung.Moment.BEFORE, days=3)
    return render(
        ladder_letter(MessageKind.DUE_SOON, _items(rung, on + timedelta(days=3))), MessageKind.DUE_SOON, language
    )


def _items(rung: LadderRung, due_on: date) -> list[Item]:
    return [Item(rung, "330100", "", (), f"{name} Φ2.2×7m 水泥磨", due_on.isoformat()) for name in ENTERPRISES[:2]]


def _order(on: date, language: str) -> Written:
    order = Order(
        pk=1, number="示例强〔2026〕1号", measure_name="断电", party=ENTERPRISES[0], equipment="Φ2.2×7m 水泥磨",
        measure=Measure(name_en="Cut off power"), enterprise_id=1, due_on=on + timedelta(days=7),
    )  # fmt: skip
    return render(order_letter(order, _("下达执行"), ""), MessageKind.ORDER, language)


def _weekly(on: date, language: str) -> Written:
    places = {name: Counter(overdue=at, due_soon=2) for at, name in enumerate(("示例县", "样本县"), 1)}
    return render(weekly_letter("示例市", places, on), MessageKind.WEEKLY, language)


def _report(_on: date, language: str) -> Written:
    letter = reminder_letter("示例省年度计划", "示例市", "2026-10", date(2026, 11, 5), late=False)
    return render(letter, MessageKind.REPORT, language)


def _upload(_on: date, language: str) -> Written:
    facts = ((_("表种"), _("淘汰落后产能企业名单")), (_("行数"), "120"), (_("新增"), "8"), (_("变更"), "3"))
    letter = Letter(
        _("请核对上传：%(file)s") % {"file": "示例市名单.xlsx"},
        (_("表格已读完，尚未写入。请核对预览后点“应用”。"),),
        facts,
    )
    return render(letter, MessageKind.UPLOAD, language)


def _watchdog(on: date, language: str) -> Written:
    return render(watchdog_letter(on, on - timedelta(days=1)), MessageKind.SYSTEM, language)


def _bounces(_on: date, language: str) -> Written:
    bounce = Bounce(address="nobody@example.invalid", words="5.1.1 user unknown")
    return render(alarm_letter(bounce, _("示例账号")), MessageKind.SYSTEM, language)


LETTERS = {
    "escalation": Sample(gettext_lazy("逾期升级督办"), MessageKind.ESCALATION, _escalation),
    "ladder": Sample(gettext_lazy("阶梯提醒"), MessageKind.DUE_SOON, _ladder_reminder),
    "order": Sample(gettext_lazy("强制措施通知"), MessageKind.ORDER, _order),
    "weekly": Sample(gettext_lazy("每周综述"), MessageKind.WEEKLY, _weekly),
    "report": Sample(gettext_lazy("月报催报"), MessageKind.REPORT, _report),
    "upload": Sample(gettext_lazy("上传处理结果"), MessageKind.UPLOAD, _upload),
    "watchdog": Sample(gettext_lazy("扫描未运行告警"), MessageKind.SYSTEM, _watchdog),
    "bounces": Sample(gettext_lazy("连续退信告警"), MessageKind.SYSTEM, _bounces),
}
