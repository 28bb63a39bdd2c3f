"""What waits for the officer of fieldwork (现场工作待办): reports, visits, doubts and objections, one line each with how many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.progress.inspection_tables import Inspection
from tracker.progress.notice_tables import Objection
from tracker.progress.report_rules import ReportState
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.reports import decided_by
from tracker.progress.suspicions import Suspicion
from tracker.quotas.models import Plan

Line = tuple[str, str, str, str, int]  # what, why, where, state, how many


def fieldwork_waiting(officer: Officer, plan: Plan) -> list[dict[str, Any]]:
    """As the list of things to do shows it; what there is none of is left out."""
    lines = [*_reports(officer, plan), *_visits(officer, plan), *_doubts(officer)]
    return [
        {"label": label, "note": note, "url": url, "state": state, "tag": _("%(n)d 项") % {"n": count}}
        for label, note, url, state, count in lines if count
    ]  # fmt: skip


def _reports(officer: Officer, plan: Plan) -> Iterator[Line]:
    reports, page = MonthlyReport.objects.visible_to(officer).filter(plan=plan), reverse("progress_reports")
    if may(officer, "decide", "progress"):
        count = decided_by(officer, reports).count()
        yield _("月报待审核"), _("下级已报送，等待审核或退回"), f"{page}?state=submitted", "submitted", count
    if may(officer, "change", "progress"):
        count = reports.filter(region=officer.region_id, state=ReportState.RETURNED).count()
        yield _("月报被退回"), _("按退回意见修改后重新报送"), f"{page}?state=returned", "returned", count


def _visits(officer: Officer, plan: Plan) -> Iterator[Line]:
    if may(officer, "change", "inspection"):
        planned = Inspection.objects.visible_to(officer).filter(state=Inspection.State.PLANNED, target__plan=plan)
        page = f"{reverse('inspections')}?result=planned"
        yield _("检查待登记结论"), _("已安排，尚未登记检查结果"), page, "notified", planned.count()


def _doubts(officer: Officer) -> Iterator[Line]:
    if may(officer, "decide", "suspicion"):
        count = Suspicion.objects.visible_to(officer).filter(state=Suspicion.State.OPEN).count()
        page = f"{reverse('suspicions')}?state=open"
        yield _("疑点待核实"), _("关停后仍用电、装备转移、照片重复等"), page, "overdue", count
    if may(officer, "change", "notice"):
        count = Objection.objects.visible_to(officer).filter(state=Objection.State.OPEN).count()
        yield _("公示异议待处理"), _("处理之后才能公告"), reverse("notices"), "notified", count
