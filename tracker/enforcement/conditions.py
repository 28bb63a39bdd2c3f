"""Conditions (适用条件): whether the cause of an order is there, and what stands against it. Each refusal says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.enforcement.measures import Measure, MeasureKind, Precondition
from tracker.enforcement.order_tables import Order
from tracker.enforcement.states import ENDED
from tracker.quotas.models import Plan
from tracker.quotas.states import PlanState
from tracker.regions.models import Region
from tracker.registry.models import Enterprise, Facility
from tracker.screening.models import Finding
from tracker.targets.models import Target
from tracker.values.errors import IllegalState

_IN_FORCE = (PlanState.ISSUED, PlanState.ADJUSTED)
# Of these two kinds only one can stand against the same equipment: what is cut off can't pay by the kilowatt-hour.
_EXCLUDE_EACH_OTHER = {MeasureKind.CUT_OFF: MeasureKind.PRICE, MeasureKind.PRICE: MeasureKind.CUT_OFF}


@dataclass(frozen=True)
class Subject:
    """What an order falls on, and why: a target, a finding, an enterprise, or a region that missed its tasks."""

    region: Region
    target: Target | None = None
    finding: Finding | None = None
    enterprise: Enterprise | None = None
    facility: Facility | None = None
    plan: Plan | None = None

    def key(self, measure: Measure) -> str:
        """What a measure may fall on once only: the line, else the enterprise, else the region."""
        if measure.is_about_equipment and self.facility:
            return f"facility:{self.facility.pk}"
        return f"enterprise:{self.enterprise.pk}" if self.enterprise else f"region:{self.region.pk}"


def subject_of(
    *, target: Target | None = None, finding: Finding | None = None, enterprise: Enterprise | None = None,
    region: Region | None = None, plan: Plan | None = None,
) -> Subject:  # fmt: skip
    """The subject that follows from what an officer chose."""
    if target:
        return Subject(target.region, target, None, target.enterprise, target.facility, target.plan)
    if finding:
        return Subject(finding.region, None, finding, finding.enterprise, finding.facility, plan)
    if enterprise:
        return Subject(enterprise.region, enterprise=enterprise, plan=plan)
    if region:
        return Subject(region, plan=plan)
    raise IllegalState(_("请选择措施针对的任务、筛查结果、企业或地区"), code="no_subject")


def subject_of_order(order: Order) -> Subject:
    """The subject of an order that exists."""
    return Subject(order.region, order.target, order.finding, order.enterprise, order.facility, order.plan)


def check_cause(measure: Measure, subject: Subject, on: date) -> None:
    """That the measure's condition is met on a day; IllegalState says what is missing."""
    if subject.target is not None and subject.target.accepted_on is not None:
        raise IllegalState(_("任务已验收，不得再采取强制措施"), code="target_accepted")
    _CHECKS[Precondition(measure.precondition)](measure, subject, on)


def check_conflicts(measure: Measure, subject: Subject) -> None:
    """That no order of the same measure stands or is in the making for the subject, and none it can't stand beside."""
    open_ones = Order.objects.exclude(state__in=[state.value for state in ENDED])
    same = Q(measure=measure, subject=subject.key(measure))
    other = _EXCLUDE_EACH_OTHER.get(MeasureKind(measure.kind))
    if other and subject.facility:
        same |= Q(kind=other, facility=subject.facility)
    if found := open_ones.filter(same).first():
        raise IllegalState(
            _("该对象已有未终结的措施“%(measure)s”（%(order)s），不能并存")
            % {"measure": found.measure_name, "order": found},
            code="conflicting_order",
            order=found.pk,
        )


def _overdue_target(measure: Measure, subject: Subject, on: date) -> None:
    target = subject.target
    if target is None:
        raise IllegalState(_("该措施只能针对逾期的淘汰任务"), code="no_target")
    if target.plan.state not in _IN_FORCE:
        raise IllegalState(
            _("计划尚未下达或者已结案，不能采取强制措施"), code="plan_not_in_force", state=target.plan.state
        )
    if not Target.objects.overdue(on).filter(pk=target.pk).exists():
        raise IllegalState(
            _("任务尚未逾期（期限内含当日）或者已完成"), code="not_overdue", due_on=target.due_on.isoformat()
        )


def _not_on_plan(measure: Measure, subject: Subject, on: date) -> None:
    _listed_product(measure, subject, on)
    listed = Target.objects.filter(
        facility=subject.facility, withdrawn_on__isnull=True, plan__state__in=[state.value for state in _IN_FORCE]
    )
    if listed.exists():
        raise IllegalState(_("该装备已列入年度计划，不适用价格措施"), code="on_the_plan")


def _listed_product(measure: Measure, subject: Subject, on: date) -> None:
    if subject.finding is None or subject.finding.status != Finding.Status.MATCHED:
        raise IllegalState(_("须有筛查结论“属于目录”作为依据"), code="no_finding")


def _region_missed(measure: Measure, subject: Subject, on: date) -> None:
    inside = subject.region.pattern.removesuffix("%")
    late = Target.objects.overdue(on).filter(
        region__code__startswith=inside, plan__state__in=[state.value for state in _IN_FORCE]
    )
    if not late.exists():
        raise IllegalState(_("该地区没有逾期未完成的任务"), code="region_not_late")


def _listed_industry(measure: Measure, subject: Subject, on: date) -> None:
    industry = subject.enterprise.industry_id if subject.enterprise else ""
    if industry not in measure.industries:
        raise IllegalState(_("企业所属行业不在该措施的行业名单内"), code="industry_not_listed", industry=industry)


def _failed_standard(measure: Measure, subject: Subject, on: date) -> None:
    if subject.enterprise is None:
        raise IllegalState(_("该措施只能针对企业"), code="no_enterprise")
    if measure.industries:
        _listed_industry(measure, subject, on)


_CHECKS: dict[Precondition, Callable[[Measure, Subject, date], None]] = {
    Precondition.OVERDUE_TARGET: _overdue_target,
    Precondition.NOT_ON_PLAN: _not_on_plan,
    Precondition.REGION_MISSED: _region_missed,
    Precondition.LISTED_INDUSTRY: _listed_industry,
    Precondition.LISTED_PRODUCT: _listed_product,
    Precondition.FAILED_STANDARD: _failed_standard,
}
