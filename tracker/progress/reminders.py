"""Reminders of monthly reports (月报催报): two days before the last good day, on it, and the day after it passed."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.notify import Letter, tell
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.report_rules import REMIND_DAYS_BEFORE, due_on, month_before
from tracker.progress.reports import missing_regions
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.regions.naming import shown


def remind(*, on: date) -> int:
    """Queue one e-mail for every officer of a city whose report on last month is missing; how many are in the outbox."""
    month = month_before(on)
    due = due_on(month)
    if on not in (due - timedelta(days=REMIND_DAYS_BEFORE), due, due + timedelta(days=1)):
        return 0
    with acting(system("reminders")):
        return sum(
            len(_remind(plan, city, month, on))
            for plan in Plan.objects.filter(year=month.year) if plan.in_force
            for city in missing_regions(plan, month, on)
        )  # fmt: skip


def _remind(plan: Plan, city: Region, month: date, on: date) -> list[OutboxMail]:
    officers = list(Officer.objects.filter(role=Role.MUNICIPAL, region=city, is_active=True).order_by("pk"))
    return tell(
        officers,
        kind=MessageKind.REPORT,
        key=lambda officer: f"report.{plan.pk}.{month:%Y%m}.{on:%Y%m%d}.{officer.pk}",
        write=lambda: reminder_letter(
            plan.title, shown(city.name), f"{month:%Y-%m}", due_on(month), late=on > due_on(month)
        ),
    )


def reminder_letter(plan: str, city: str, month: str, due: date, *, late: bool) -> Letter:
    """What a city is told whose report on a month is missing."""
    said = {"city": city, "month": month, "due": due, "plan": plan}
    subject = _("月报逾期：%(city)s %(month)s") if late else _("请报送月报：%(city)s %(month)s")
    text = _("%(plan)s\n%(city)s %(month)s 的月报尚未报送，期限为 %(due)s。没有进展也请零报告。") % said
    return Letter(subject=subject % said, paragraphs=(text,), path="/reports/")
