"""The demo's planning (演示计划): versions, adjustments in every state, contracts in every state, and next year's draft."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tracker.audit.acting import acting
from tracker.management.demo.accounts import officer
from tracker.management.demo.concluding import conclude_2010, more_contracts
from tracker.management.demo.drafting import draft_next_year
from tracker.officers.models import Officer
from tracker.quotas.adjusting import refuse
from tracker.quotas.adjustment_lines import AdjustmentRow
from tracker.quotas.adjustment_tables import Adjustment
from tracker.quotas.models import Plan, Quota
from tracker.quotas.requesting import Exchange, request_adjustment
from tracker.quotas.versions import freeze_as_issued
from tracker.registry.models import Facility
from tracker.targets.models import Target
from tracker.targets.substituting import approve_adjustment

NINGBO, HUZHOU, WENZHOU = "330200", "330500", "330300"


def make_planning(today: date) -> int:
    """All of it, unless it was done before; how many adjustments there are."""
    province = officer("province")
    with acting(province.actor, reason="演示数据"):
        plan = Plan.objects.get(code=f"ZJ-{today.year}")
        if Adjustment.objects.filter(plan=plan).exists():
            return 0
        freeze_as_issued(plan, by=province)
        conclude_2010(province)
        draft_next_year(today, province)
    begun = (plan.issued_on or today) + timedelta(days=30)
    _adjust(plan, province, begun)
    _wait_for_decision(plan, today)
    more_contracts(plan, province, begun + timedelta(days=15))
    with acting(province.actor):
        return Adjustment.objects.filter(plan=plan).count()


def _row(quota: Quota, pieces: int) -> AdjustmentRow:
    """So many pieces of equipment more or less, with the capacity that goes with them."""
    each = quota.amount / (quota.equipment_count or Decimal(1))
    return AdjustmentRow(
        quota.region_id,
        quota.industry_id,
        quota.content,
        each * pieces,
        quota.unit,
        Decimal(pieces),
        quota.equipment_unit,
    )


def _quota(plan: Plan, region: str, industry: str) -> Quota:
    return Quota.objects.get(plan=plan, region=region, industry=industry)


def _adjust(plan: Plan, province: Officer, on: date) -> None:
    """What Ningbo asks for is approved, Huzhou taking it over; what Jiaxing asks for is not."""
    ningbo, jiaxing = officer("ningbo"), officer("jiaxing")
    with acting(ningbo.actor, reason="演示数据"):
        asked = request_adjustment(
            plan=plan,
            region=ningbo.region,
            reason="一家企业主机涉及诉讼保全，年内无法拆除，申请调减1台",
            by=ningbo,
            on=on,
            rows=[_row(_quota(plan, NINGBO, "cement"), -1)],
        )
    with acting(jiaxing.actor, reason="演示数据"):
        weak = request_adjustment(
            plan=plan,
            region=jiaxing.region,
            reason="企业希望延后一年",
            by=jiaxing,
            on=on,
            rows=[_row(_quota(plan, "330400", "paper"), -2)],
        )
    with acting(province.actor, reason="演示数据"):
        approve_adjustment(
            adjustment=asked,
            by=province,
            on=on + timedelta(days=10),
            seen_version=asked.version,
            document_number=f"浙淘汰办〔{on.year}〕12号（演示）",
            note="同意调减，由湖州市承担",
            balance=[_row(_quota(plan, HUZHOU, "cement"), 1)],
        )
        refuse(
            adjustment=weak,
            by=province,
            on=on + timedelta(days=10),
            seen_version=weak.version,
            note="理由不足，不予调减",
        )


def _wait_for_decision(plan: Plan, today: date) -> None:
    """Wenzhou asks for less leather, and to put another facility in the place of a target where the registry has one."""
    wenzhou = officer("wenzhou")
    with acting(wenzhou.actor, reason="演示数据"):
        exchange = _exchange(plan)
        request_adjustment(
            plan=plan,
            region=wenzhou.region,
            reason="一条制革生产线已列入搬迁改造，申请调减，并替换名单中的一项",
            by=wenzhou,
            on=today - timedelta(days=2),
            rows=[_row(_quota(plan, WENZHOU, "leather"), -1)],
            exchanges=[exchange] if exchange else [],
        )


def _exchange(plan: Plan) -> Exchange | None:
    listed = Target.objects.filter(plan=plan).values("facility")
    for target in Target.objects.filter(plan=plan, stage="planned").select_related("facility").order_by("pk"):
        substitute = Facility.objects.filter(
            industry=target.industry_id,
            status=Facility.Status.OPERATING,
            capacity__gte=target.facility.capacity or 0,
            capacity_unit=target.facility.capacity_unit,
        )
        found = substitute.exclude(pk__in=listed).order_by("capacity", "pk").first()
        if found is not None:
            return Exchange(target.facility, found)
    return None
