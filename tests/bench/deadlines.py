"""Deadlines of the nine other kinds to measure on: many rows that were due and are done, and as many not due for long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models

from fixtures.deadlines import MAKERS
from fixtures.factories import PlanFactory
from tests.bench.province import FAR, FIRST, copy_rows
from tracker.alerts.kinds import WATCHED
from tracker.audit.acting import acting, system
from tracker.contracts.models import Contract
from tracker.deadlines.kinds import DeadlineKind
from tracker.enforcement.order_tables import Order
from tracker.progress.inspection_tables import Inspection
from tracker.progress.notice_tables import Notice
from tracker.progress.report_tables import MonthlyReport
from tracker.quotas.models import Plan, Quota
from tracker.quotas.states import PlanState
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target

TABLES: tuple[Any, ...] = (Plan, Quota, Contract, MonthlyReport, EvidenceRequest, Inspection, Notice, Order)
_PLACE = f"{FIRST} + mod(n, {FIRST // 2})"
# What tells the copies of a row apart where the database wants it, as SQL of their number.
_APART = {
    "quota": {"content": "'水泥磨 ' || n"},
    "contract": {"plan_id": _PLACE},
    "report": {"plan_id": _PLACE},
    "evidence": {"target_id": _PLACE},
    "inspection": {"target_id": _PLACE},
    "rectification": {"target_id": _PLACE},
    "objections": {"code": "'n' || n"},
    "execution": {"subject": "'s' || n", "number": "'o' || n"},
    "hearing": {"subject": "'s' || n"},
}


# There are fewer notices.
_RARE = {"objections": 100}


def surround(*, each: int, due: date) -> None:
    """Rows of every kind among a province's targets: `each` that were due by a day and are done, `each` due far later."""
    with acting(system("bench")):
        plan = PlanFactory()
    copy_rows(plan, 2 * each, {"id": "n", "code": "'p' || n", "state": "'closed'"})
    for place, kind in enumerate(WATCHED, start=1):
        _fill(kind, each // _RARE.get(kind.code, 1), due, 2 * place * FIRST)


def _fill(kind: DeadlineKind, each: int, due: date, first: int) -> None:
    with acting(system("bench")):
        done, ahead = MAKERS[kind.code](due), MAKERS[kind.code](due - timedelta(days=1))
        ended = done.finish(done.own_day or due)
        filling = Target.objects.filter(quota=done.row).first() if kind.code == "quota" else None
        if filling:
            Plan.objects.filter(pk=filling.plan_id).update(state=PlanState.CLOSED)
    apart = {"id": "n", **_long_ago(kind.model), **_APART.get(kind.code, {})}
    copy_rows(done.row, each, apart, first=first)
    later = {name: f"{each} + {sql}" if name == "plan_id" else sql for name, sql in apart.items()}
    copy_rows(ahead.row, each, {**later, kind.due: f"DATE '{due + FAR}'"}, first=first + FIRST)
    back = f"{first} + mod(n, {FIRST // 2})"
    if filling:
        copy_rows(filling, each, {"id": "n", "facility_id": _PLACE, "quota_id": back}, first=first)
    elif isinstance(ended, models.Model):
        own = {"follows_id": back, "code": "'n' || n"} if kind.code == "objections" else _APART[kind.code]
        copy_rows(ended, each, {"id": "n", **_long_ago(kind.model), **own}, first=first + FIRST // 2)


def _long_ago(model: type[models.Model]) -> dict[str, str]:
    """Every day of a row moved back as far: nothing in it is of a day to come."""
    days = [field.column for field in model._meta.concrete_fields if type(field) is models.DateField]
    return {column: f't."{column}" - {FAR.days}' for column in days if column and column != "month"}
