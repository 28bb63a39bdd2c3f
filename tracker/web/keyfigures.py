"""Key figures (关键数字): the cards at the head of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tracker.quotas.models import Plan
from tracker.targets.figures import Counts, Figures
from tracker.targets.overdue import DUE_SOON_DAYS
from tracker.templatetags.capacity import amount, day


@dataclass(frozen=True)
class Figure:
    """One card: a label, the value, its unit, a note, a tone (lead, good, warn, bad) and where it leads."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = ""
    url: str = ""


def count(label: str, number: int, *, tone: str = "", note: str = "", url: str = "", unit: str = "") -> Figure:
    """A card of a number; the tone shows only where there is something to show."""
    return Figure(label, amount(number), unit, note, tone if number else "", url)


def deadline_figure(plan: Plan, on: date, own: Counts) -> Figure:
    """How many days are left of the plan's deadline, or have passed since; or that everything is done."""
    left = (plan.deadline - on).days
    if own.targets and own.done == own.targets:
        return Figure(_("完成期限"), _("全部完成"), note=day(plan.deadline), tone="lead")
    if left < 0:
        return Figure(_("已过完成期限"), amount(-left), _("天"), day(plan.deadline), "lead")
    return Figure(_("距完成期限"), amount(left), _("天"), day(plan.deadline), "lead")


def target_figures(own: Counts, region_code: str, *, late_note: str = "") -> list[Figure]:
    """Targets, done, due soon and overdue of a place, each leading to its rows."""
    unit = _("项")
    accepted = _("其中已验收 %(n)s 项") % {"n": amount(own.accepted)}
    soon = _("%(n)d 天内到期") % {"n": DUE_SOON_DAYS}
    return [
        count(_("企业任务"), own.targets, unit=unit, url=_rows(region_code)),
        count(_("已完成"), own.done, unit=unit, tone="good", note=accepted, url=_rows(region_code, "done")),
        count(_("临近到期"), own.due_soon, unit=unit, tone="warn", note=soon, url=_rows(region_code, "due_soon")),
        count(_("逾期"), own.overdue, unit=unit, tone="bad", note=late_note, url=_rows(region_code, "overdue")),
    ]


def met_figure(lines: list[Figures]) -> Figure:
    """In how many industries a place has accepted what it was assigned."""
    with_task = [line for line in lines if line.assigned]
    met = sum(line.accepted >= line.assigned for line in with_task)
    return Figure(
        _("任务达标"), f"{met} / {len(with_task)}", _("个行业"), note=_("按已验收数量"), url=reverse("quotas")
    )


def signed_figure(signed: int, cities: int) -> Figure:
    """How many cities' contracts are signed."""
    return Figure(_("责任状已签订"), f"{signed} / {cities}", _("份"), url=reverse("contracts"))


def _rows(region_code: str, due: str = "") -> str:
    asked: dict[str, Any] = {"region": region_code, "due": due}
    return f"{reverse('targets')}?{urlencode({name: value for name, value in asked.items() if value})}"
