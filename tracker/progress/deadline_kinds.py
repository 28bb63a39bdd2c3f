"""Deadlines of the progress room, declared once: reports, requests for evidence, inspections, rectifications, objections."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils.translation import gettext_lazy as _

from tracker.deadlines.kinds import DeadlineKind
from tracker.progress.inspection_tables import Inspection
from tracker.progress.notice_tables import Notice, Objection
from tracker.progress.report_rules import ReportState
from tracker.progress.report_tables import MonthlyReport
from tracker.quotas.states import IN_FORCE
from tracker.regions.naming import english_name
from tracker.targets.evidence_requests import EvidenceRequest

# What is published is filed under the province.
_PROVINCE = "330000"
_PLAN_STATES = [state.value for state in IN_FORCE]
_MONTH = Left(Cast("month", CharField()), len("2010-09"))
_LINE = Concat("target__enterprise__name", Value(" "), "target__facility__name")


def report_open_q(as_of: date) -> Q:
    """A report of a plan in force that was not handed in by a day; a returned one has to come again."""
    missing = Q(state__in=[ReportState.DRAFT, ReportState.RETURNED]) | Q(submitted_on__gt=as_of)
    return missing & Q(plan__state__in=_PLAN_STATES)


def request_open_q(as_of: date) -> Q:
    """Evidence that was asked for and had not come by a day; nothing is asked of a target that was withdrawn."""
    waiting = Q(state=EvidenceRequest.State.OPEN) | Q(ended_on__gt=as_of)
    return waiting & Q(asked_on__lte=as_of, target__withdrawn_on__isnull=True)


def inspection_open_q(as_of: date) -> Q:
    """An inspection that was planned, and had not taken place by a day."""
    return Q(state=Inspection.State.PLANNED) | Q(held_on__gt=as_of)


def rectification_open_q(as_of: date) -> Q:
    """A conditional conclusion that no later inspection of the target has followed by a day."""
    conditional = Q(outcome=Inspection.Outcome.CONDITIONAL, held_on__lte=as_of, target__withdrawn_on__isnull=True)
    return conditional & (Q(followed_on__isnull=True) | Q(followed_on__gt=as_of))


def objections_open_q(as_of: date) -> Q:
    """A published result that no announcement has followed, or a list with objections nobody has answered."""
    unanswered = Objection.objects.filter(notice=OuterRef("pk"), state=Objection.State.OPEN)
    announced = Q(followed_by__isnull=True) | Q(followed_by__published_on__gt=as_of)
    return (Q(kind=Notice.Kind.RESULT) & announced) | (Q(kind=Notice.Kind.LIST) & Q(Exists(unanswered)))


REPORT = DeadlineKind(
    code="report",
    label=_("月报"),
    model=MonthlyReport,
    due="due_on",
    open_q=report_open_q,
    title=Concat("region__name", Value(" "), _MONTH),
    title_en=Concat(english_name("region"), Value(" "), _MONTH),
    page="progress_report",
    remind_days=3,
)
# Who is asked must know at once, not only when the day is near.
EVIDENCE = DeadlineKind(
    code="evidence",
    label=_("补充材料"),
    model=EvidenceRequest,
    due="due_on",
    open_q=request_open_q,
    title=_LINE,
    page="evidence_request",
    remind_days=30,
)
INSPECTION = DeadlineKind(
    code="inspection",
    label=_("检查"),
    model=Inspection,
    due="planned_on",
    open_q=inspection_open_q,
    title=_LINE,
    page="inspection",
    remind_days=3,
)
RECTIFICATION = DeadlineKind(
    code="rectification",
    label=_("整改"),
    model=Inspection,
    due="rectify_by",
    open_q=rectification_open_q,
    title=_LINE,
    page="inspection",
    remind_days=7,
)
OBJECTIONS = DeadlineKind(
    code="objections",
    label=_("公示异议期"),
    model=Notice,
    due="objections_until",
    open_q=objections_open_q,
    title=F("title"),
    page="notice",
    region=Value(_PROVINCE),
    remind_days=2,
    can_change=False,
)
