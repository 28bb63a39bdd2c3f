"""Deadlines of targets and quotas (淘汰任务、目标任务的期限), declared once; the rule of targets is overdue.py's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce, Concat, Left
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from tracker.contracts.models import Contract
from tracker.contracts.states import ContractState
from tracker.deadlines.kinds import DeadlineKind
from tracker.officers.models import Officer
from tracker.quotas.models import Quota
from tracker.quotas.states import IN_FORCE
from tracker.regions.amounts import in_base, total
from tracker.regions.naming import english_name
from tracker.targets.models import Target
from tracker.targets.overdue import DUE_SOON_DAYS, open_q
from tracker.targets.services import extend

_EXACT = DecimalField(max_digits=30, decimal_places=4)


def _extend(*, pk: int, new_due_on: date, by: Officer, on: date, reason: str) -> None:
    target = Target.objects.get(pk=pk)
    extend(target=target, new_due_on=new_due_on, by=by, on=on, reason=reason, seen_version=target.version)


def quota_open_q(as_of: date) -> Q:
    """A task of a plan in force of which less than asked was completed by a day (its own targets and those below it).

    Once it is concluded whether the contract over it was kept, that is the answer, and nothing is due any more.
    """
    own, below, below_them = (_completed(as_of, by) for by in ("quota", "quota__parent", "quota__parent__parent"))
    asked = ExpressionWrapper(in_base(), output_field=_EXACT)
    short = GreaterThan(asked, own + below + below_them)
    judged = Contract.objects.filter(
        plan=OuterRef("plan"), closed_on__lte=as_of, state__in=[ContractState.FULFILLED, ContractState.BREACHED],
        region__code__in=[OuterRef("region_id"), Concat(Left(OuterRef("region_id"), 4), Value("00"))],
    )  # fmt: skip
    in_force = Q(plan__state__in=[state.value for state in IN_FORCE])
    # Said twice, so that nothing is summed up for plans that are closed.
    return (
        in_force & Q(Case(When(in_force, then=short), default=False, output_field=BooleanField())) & ~Q(Exists(judged))
    )


def _completed(as_of: date, by: str) -> Coalesce:
    """What was completed by a day of the targets that lead to a task one way; each way has its index, all at once none."""
    done = Target.objects.filter(completed_on__lte=as_of, withdrawn_on__isnull=True, **{by: OuterRef("pk")}).order_by()
    summed = done.annotate(one=Value(1)).values("one").annotate(sum=total()).values("sum")
    return Coalesce(Subquery(summed), Value(Decimal(0)), output_field=_EXACT)


TARGET = DeadlineKind(
    code="target",
    label=_("淘汰任务"),
    model=Target,
    due="due_on",
    open_q=open_q,
    title=Concat("enterprise__name", Value(" "), "facility__name"),
    page="target",
    organisation=Coalesce("quota__lead_department_id", "industry__lead_department_id"),
    remind_days=DUE_SOON_DAYS,
    extend=_extend,
)
QUOTA = DeadlineKind(
    code="quota",
    label=_("目标任务"),
    model=Quota,
    due="deadline",
    open_q=quota_open_q,
    title=Concat("region__name", Value(" "), "industry__name", Value(" "), "content"),
    title_en=Concat(english_name("region"), Value(" "), english_name("industry"), Value(" "), "content"),
    page="quota",
    organisation=F("lead_department_id"),
    remind_days=30,
)
