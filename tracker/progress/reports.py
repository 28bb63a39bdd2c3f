"""The verbs of monthly reports: begin, write, submit, return, accept; and which are missing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.officers.roles import Role
from tracker.progress.report_rules import PERMISSION_OF, REPORT_MOVES, ReportState, due_on, first_of, last_of
from tracker.progress.report_tables import MonthlyReport, ReportRemark
from tracker.quotas.models import Plan
from tracker.regions.models import Industry, Region
from tracker.targets.figures import figures
from tracker.targets.models import StageFact, Target
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed
from tracker.values.figures import plain

# Who decides on whose: the city on its counties', the province on its cities'.
_DECIDES = {Role.MUNICIPAL: Region.Level.COUNTY, Role.PROVINCIAL: Region.Level.CITY}


@dataclass(frozen=True)
class Wording:
    """What an officer writes in a report."""

    progress: str = ""
    problems: str = ""
    next_steps: str = ""


@transaction.atomic
def begin_report(*, plan: Plan, month: date, by: Officer, on: date) -> MonthlyReport:
    """The officer's region's report on a month: the draft that exists, or a new one."""
    require(by, "change", "progress", region=by.region_id)
    month = first_of(month)
    if month > on:
        raise InvalidValue(_("不能报送将来的月份"), field="month", found=f"{month:%Y-%m}")
    report, _created = MonthlyReport.objects.get_or_create(
        plan=plan, region_id=by.region_id, month=month, defaults={"due_on": due_on(month)}
    )
    return report


@transaction.atomic
def write_report(*, report: MonthlyReport, wording: Wording, by: Officer, seen_version: int) -> MonthlyReport:
    """Change what a draft, or a returned report, says."""
    _require_own(report, by)
    if report.state not in (ReportState.DRAFT, ReportState.RETURNED):
        raise IllegalState(_("已报送的月报不能再修改"), state=report.state)
    written: MonthlyReport = change_seen(report, seen_version=seen_version, changes=asdict(wording))
    return written


@transaction.atomic
def submit_report(
    *,
    report: MonthlyReport,
    by: Officer,
    on: date,
    seen_version: int,
    comment: str = "",
    wording: Wording | None = None,
) -> MonthlyReport:
    """报送: freeze the figures as they stand; where nothing was done it is a zero report, and counts.

    With a wording the report says that first; if it can't be handed in, nothing of it is kept.
    """
    _require_own(report, by)
    if wording is not None:
        report = write_report(report=report, wording=wording, by=by, seen_version=seen_version)
        seen_version = report.version
    REPORT_MOVES.check("submit", report.state)
    lines = snapshot(report, by, on)
    steps = _steps_taken(report)
    changes = {
        "state": ReportState.SUBMITTED, "figures": lines, "steps_taken": steps, "is_zero": steps == 0,
        "submitted_by": by, "submitted_on": on, "decided_by": None, "decided_on": None,
    }  # fmt: skip
    return _moved(report, "submit", changes, by, on, seen_version, comment)


@transaction.atomic
def decide_report(
    *, report: MonthlyReport, verb: str, by: Officer, on: date, seen_version: int, comment: str = ""
) -> MonthlyReport:
    """审核 (`accept`) or 退回 (`return`, with a comment): the city its counties' reports, the province its cities'."""
    require(by, "decide", "progress", region=report.region_id)
    if _DECIDES.get(Role(by.role)) != report.region.level:
        raise NotAllowed(_("县级月报由市审核，市级月报由省审核"), verb=verb)
    transition = REPORT_MOVES.check(verb, report.state)
    if report.submitted_by_id == by.pk:
        raise IllegalState(_("报送人与审核人不能是同一人"), verb=verb, code="same_person")
    if "comment" in transition.needs and not comment.strip():
        raise InvalidValue(_("请填写意见"), field="comment")
    changes = {"state": transition.target, "decided_by": by, "decided_on": on}
    return _moved(report, verb, changes, by, on, seen_version, comment)


def allowed_report_moves(report: MonthlyReport, officer: Officer) -> list[Any]:
    """The moves the officer may make with a report, for buttons and the API."""
    return [step for step in REPORT_MOVES.from_state(report.state) if _may(step.verb, report, officer)]


def decided_by(officer: Officer, reports: Any) -> Any:
    """Those of the reports that wait for the officer's decision."""
    level = _DECIDES.get(Role(officer.role))
    return reports.filter(state=ReportState.SUBMITTED, region__level=level).exclude(submitted_by=officer)


def snapshot(report: MonthlyReport, by: Officer, on: date) -> list[dict[str, str]]:
    """The region's figures, an industry a line, as they stand at the end of the month or today, whichever is earlier."""
    lines = figures(report.plan, by, min(on, last_of(report.month)), level=report.region.level)
    names = ("assigned", "covered", "reported", "accepted", "overdue")
    return [
        {
            "industry": line.industry, "unit": line.unit, "targets": str(line.targets), "done": str(line.targets_done),
            **{name: plain(getattr(line, name)) for name in names},
        }
        for line in lines if line.region_id == report.region_id
    ]  # fmt: skip


def named_figures(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """Figures as they were kept, their industries by names that know their English."""
    names = {industry.name: industry.name for industry in Industry.objects.all()}
    return [{**line, "industry": names.get(line["industry"], line["industry"])} for line in lines]


def missing_regions(plan: Plan, month: date, on: date, level: str = Region.Level.CITY) -> list[Region]:
    """The cities (or counties) that have targets in the plan and whose report has not come, within the present scope."""
    month = first_of(month)
    codes = Target.objects.filter(plan=plan).values_list("region_id", flat=True).distinct()
    asked = {code[:4] + "00" for code in codes} if level == Region.Level.CITY else set(codes)
    there = MonthlyReport.objects.handed_in().filter(plan=plan, month=month, region__in=asked)
    absent = asked - set(there.values_list("region_id", flat=True))
    return list(Region.objects.filter(code__in=absent, level=level).order_by("code"))


def missing_for(officer: Officer, plan: Plan, month: date, on: date) -> list[Region]:
    """What an officer is told of: a county's its own missing report, as it sees no city's; anybody else the cities'."""
    level = Region.Level.COUNTY if officer.region.level == Region.Level.COUNTY else Region.Level.CITY
    return missing_regions(plan, month, on, level)


def _moved(
    report: MonthlyReport, verb: str, changes: dict[str, Any], by: Officer, on: date, seen_version: int, comment: str
) -> MonthlyReport:
    moved: MonthlyReport = change_seen(report, seen_version=seen_version, changes=changes)
    ReportRemark.objects.create(
        report=report, region_id=report.region_id, verb=verb, comment=comment.strip()[:500], by=by, on=on
    )
    return moved


def _steps_taken(report: MonthlyReport) -> int:
    """How many stage facts of the region's targets fall into the month."""
    within = report.region_id[:4] if report.region.level == Region.Level.CITY else report.region_id
    rows = StageFact.objects.filter(target__plan=report.plan, region__code__startswith=within, voided=False)
    return rows.filter(on__gte=report.month, on__lte=last_of(report.month)).count()


def _require_own(report: MonthlyReport, by: Officer) -> None:
    """A report is its own region's to write."""
    require(by, "change", "progress", region=report.region_id)
    if report.region_id != by.region_id:
        raise NotAllowed(_("月报由所属地区填报"), region=report.region_id)


def _may(verb: str, report: MonthlyReport, officer: Officer) -> bool:
    if not may(officer, PERMISSION_OF[verb], "progress") or not officer.covers(report.region_id):
        return False
    if verb == "submit":
        return report.region_id == officer.region_id
    return _DECIDES.get(Role(officer.role)) == report.region.level and report.submitted_by_id != officer.pk
