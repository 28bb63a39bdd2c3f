"""The demo's county (县级月报演示): Fuyang's reports month by month, a month without progress among them, each as far as it came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.audit.acting import acting
from tracker.management.demo.accounts import FUYANG, officer
from tracker.officers.models import Officer
from tracker.progress.report_rules import first_of, last_of, month_before
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.reports import Wording, begin_report, decide_report, submit_report, write_report
from tracker.quotas.models import Plan
from tracker.targets.models import StageFact

_SAID = Wording(
    "本月按计划推进，已到厂核对装备铭牌和拆除进度。",
    "一户企业职工安置协议尚未签完。",
    "下月完成剩余装备拆除并申请验收。",
)
_NOTHING = Wording("本月无进展，零报告。", "", "继续督促未完成企业，按期限关停、拆除。")
_MISSING = "请写明职工安置的人数和完成时间后重报"


def make_county(today: date) -> int:
    """Write, submit and judge them, unless it was done; how many there are."""
    county, city = officer("fuyang"), officer("hangzhou")
    with acting(county.actor):
        if MonthlyReport.objects.filter(region=FUYANG).exists():
            return 0
        plan = Plan.objects.get(code=f"ZJ-{today.year}")
    months = list(_months(plan, today))
    for month in months:
        _report(plan, month, county, today)
        if month != months[-1]:
            _judge(month, city, today, passed=month != months[-2])
    return len(months)


def _months(plan: Plan, today: date) -> Iterator[date]:
    """The whole months of the year since the plan was issued."""
    month = first_of(plan.issued_on or today)
    while month <= month_before(today):
        if month.year == plan.year:
            yield month
        month = last_of(month) + timedelta(days=1)


def _report(plan: Plan, month: date, county: Officer, today: date) -> None:
    on = min(last_of(month) + timedelta(days=3), today)
    with acting(county.actor, reason="演示数据"):
        facts = StageFact.objects.filter(target__plan=plan, region=FUYANG, on__range=(month, last_of(month)))
        report = begin_report(plan=plan, month=month, by=county, on=on)
        words = _SAID if facts.exists() else _NOTHING
        written = write_report(report=report, wording=words, by=county, seen_version=report.version)
        submit_report(report=written, by=county, on=on, seen_version=written.version)


def _judge(month: date, city: Officer, today: date, *, passed: bool) -> None:
    on = min(last_of(month) + timedelta(days=4), today)
    with acting(city.actor, reason="演示数据"):
        report = MonthlyReport.objects.select_related("region").get(region=FUYANG, month=month)
        verb, comment = ("accept", "") if passed else ("return", _MISSING)
        decide_report(report=report, verb=verb, by=city, on=on, seen_version=report.version, comment=comment)
