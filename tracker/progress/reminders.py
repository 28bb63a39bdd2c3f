"""Reminders of monthly reports (月报催报): two days before the last good day, on it, and the day after it passed."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.report_rules import REMIND_DAYS_BEFORE, due_on, month_before
from tracker.progress.reports import missing_regions
from tracker.quotas.models import Plan
from tracker.regions.models import Region


def remind(*, on: date) -> int:
    """Queue one e-mail for every officer of a city whose report on last month is missing; how many are in the outbox."""
    month = month_before(on)
    due = due_on(month)
    if on not in (due - timedelta(days=REMIND_DAYS_BEFORE), due, due + timedelta(days=1)):
        return 0
    with acting(system("reminders")):
        mails = [
            _mail(plan, city, officer, month, on)
            for plan in Plan.objects.filter(year=month.year) if plan.in_force
            for city in missing_regions(plan, month, on)
            for officer in _officers(city)
        ]  # fmt: skip
        return len(enqueue_mail(mails))


def _officers(city: Region) -> list[Officer]:
    return list(Officer.objects.filter(role=Role.MUNICIPAL, region=city, is_active=True).exclude(email=""))


def _mail(plan: Plan, city: Region, officer: Officer, month: date, on: date) -> Mail:
    with translation.override(officer.language):
        said = {"city": city.name, "month": f"{month:%Y-%m}", "due": due_on(month), "plan": plan.title}
        late = on > due_on(month)
        subject = _("月报逾期：%(city)s %(month)s") if late else _("请报送月报：%(city)s %(month)s")
        text = _("%(plan)s\n%(city)s %(month)s 的月报尚未报送，期限为 %(due)s。没有进展也请零报告。") % said
        address = f"{settings.SITE_URL}/reports/"
        return Mail(
            key=f"report.{plan.pk}.{month:%Y%m}.{on:%Y%m%d}.{officer.pk}", officer=officer, to=officer.email,
            subject=subject % said, text=f"{text}\n\n{address}\n", html="",
        )  # fmt: skip
