"""The demo's plan of this year, made by factories and the rooms' verbs: every stage, overdue and due soon, any day of the year."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from fixtures.factories import PlanFactory
from fixtures.fiction import Fiction
from tracker.audit.acting import acting
from tracker.catalogue.models import CatalogueEdition
from tracker.management.demo.accounts import CITIES, FUYANG, PROVINCE, city_officers, officer
from tracker.management.demo.contracts import conclude
from tracker.management.demo.invention import counties_on, fiction_of, invent, register, rows
from tracker.management.demo.stories import Step, Story, days, live
from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import QuotaRow, merge_quotas
from tracker.targets.listing import merge_targets
from tracker.targets.models import Target

# Industry, what is eliminated, capacity of one piece, unit, equipment unit, and how many pieces each city must give up
# (in the order of CITIES; 0 is no quota).
QUOTAS = [
    ("cement", "直径3.2米及以下水泥粉磨机", "9.5", "万吨", "台", (8, 3, 3, 5, 7, 5, 4, 4, 0, 2, 2)),
    ("paper", "落后造纸生产线", "1.6", "万吨", "条", (14, 3, 2, 6, 1, 3, 2, 4, 0, 2, 0)),
    ("dyeing", "高能耗印染生产线", "950", "万米", "条", (6, 3, 2, 6, 5, 18, 2, 0, 0, 2, 0)),
    ("leather", "落后制革生产线", "8", "万标张", "条", (0, 0, 9, 5, 1, 0, 0, 0, 0, 1, 2)),
    ("chemical-fibre", "落后化纤生产线", "0.8", "万吨", "条", (4, 2, 0, 4, 2, 5, 0, 0, 0, 0, 0)),
    ("clay-brick", "粘土砖瓦窑", "0.18", "亿块标砖", "座", (4, 3, 3, 5, 4, 4, 4, 3, 2, 3, 2)),
    ("lead-battery", "落后铅蓄电池生产线", "7", "万千伏安时", "条", (0, 0, 2, 0, 8, 0, 0, 0, 0, 2, 0)),
    ("electroplating", "手工电镀生产线", "0.9", "万平方米", "条", (2, 5, 8, 0, 0, 2, 3, 0, 1, 5, 1)),
    ("casting", "5吨及以下冲天炉", "0.4", "万吨", "座", (2, 4, 2, 0, 1, 2, 5, 2, 0, 3, 2)),
]
# Fuyang's share of Hangzhou's paper quota, as a quota of its own one level below.
COUNTY_SHARE = Decimal("0.6")
UNSIGNED, UNISSUED = ("330900",), ("331100",)


def make_this_year(today: date) -> int:
    """The plan of the year, unless it exists; how many targets were listed."""
    code = f"ZJ-{today.year}"
    province = officer("province")
    with acting(province.actor, reason="演示数据"):
        if Plan.objects.filter(code=code).exists():
            return 0
        plan = _plan(code, today)
        fiction = fiction_of(code, first_number=today.year * 10_000, unified_codes=True)
        merge_quotas(plan=plan, rows=list(_quota_rows(plan)), by=province)
        conclude(plan, province, on=_issued(plan) + timedelta(days=12), unsigned=UNSIGNED, unissued=UNISSUED)
        _list(plan, province, fiction, today)
        targets = list(Target.objects.filter(plan=plan).order_by("pk"))
        stories = {target.pk: _story(fiction, target, today) for target in targets}
        stories |= {target.pk: _withdrawn(fiction, target, today) for target in targets[7::60]}
        live(stories, city_officers(), province)
    return len(targets)


def _plan(code: str, today: date) -> Plan:
    """Issued in April, or two and a half months ago where April hasn't come yet."""
    issued_on = min(date(today.year, 4, 20), today - timedelta(days=75))
    plan: Plan = PlanFactory(
        code=code,
        year=today.year,
        title=f"浙江省{today.year}年淘汰落后产能计划（演示）",
        document_number=f"浙淘汰办〔{issued_on.year}〕5号（演示）",
        issued_on=issued_on,
        deadline=date(today.year, 9, 15),
        edition=CatalogueEdition.objects.in_force(today).first(),
        citation="演示数据",
    )
    return plan


def _issued(plan: Plan) -> date:
    """The day the plan was issued (the column may be empty for drafts only)."""
    assert plan.issued_on is not None  # noqa: S101
    return plan.issued_on


def _quota_rows(plan: Plan) -> list[QuotaRow]:
    found = []
    for industry, content, size, unit, equipment_unit, pieces in QUOTAS:
        amounts = {city: count for (city, _), count in zip(CITIES.values(), pieces, strict=True) if count}
        shares = {PROVINCE: sum(pieces), **amounts}
        if industry == "paper":
            shares[FUYANG] = int(amounts["330100"] * COUNTY_SHARE)
        found += [
            QuotaRow(
                region_id=region,
                industry_id=industry,
                content=content,
                amount=Decimal(size) * count,
                unit=unit,
                deadline=plan.deadline,
                equipment_count=Decimal(count),
                equipment_unit=equipment_unit,
                lead_department_id="dept-eic",
                remark="演示数字",
            )
            for region, count in shares.items()
        ]
    return found


def _list(plan: Plan, province: Officer, fiction: Fiction, today: date) -> None:
    cities = [city for city, _ in CITIES.values()]
    quotas = Quota.objects.filter(plan=plan, region__in=cities).select_related("region").order_by("pk")
    invented = invent(fiction, quotas, counties_on(today))
    register(invented)
    deadlines = [_deadline(fiction, plan, today) for _ in invented]
    merge_targets(plan=plan, rows=rows(invented, deadlines), by=province)


def _deadline(fiction: Fiction, plan: Plan, today: date) -> date:
    """The plan's day for all; but until it has passed some have an earlier day of their own, so that there is work to see."""
    luck = fiction.between(1, 100)
    if today > plan.deadline or luck > 30:
        return plan.deadline
    if luck <= 12:
        return today - timedelta(days=fiction.between(2, 20))
    return min(plan.deadline, today + timedelta(days=fiction.between(1, 25)))


def _story(fiction: Fiction, target: Target, today: date) -> Story:
    """How far a target has come by today."""
    plan, yesterday = target.plan, today - timedelta(days=1)
    begin = _issued(plan) + timedelta(days=10)
    luck = fiction.between(1, 100)
    last = min(yesterday, target.deadline) if luck <= 52 else yesterday
    ahead = days(fiction, begin, last, 3)
    steps = tuple(map(Step, ("stop", "dismantle", "report"), ahead))
    if luck <= 30:
        return (*steps, Step("accept", days(fiction, ahead[-1], yesterday, 1)[0]))
    if luck <= 58:
        return steps
    reached = {72: 2, 86: 1}.get(next((bound for bound in (72, 86) if luck <= bound), 0), 0)
    return (*_extended(fiction, target, today), *steps[:reached]) if not reached else steps[:reached]


def _withdrawn(fiction: Fiction, target: Target, today: date) -> Story:
    begin = _issued(target.plan) + timedelta(days=10)
    on = days(fiction, begin, today - timedelta(days=1), 1)[0]
    return (Step("withdraw", on, "企业整体搬迁，经核实撤销任务"),)


def _extended(fiction: Fiction, target: Target, today: date) -> Story:
    """Half of those that have not begun and are late were given time: they are due soon again."""
    if target.deadline >= today or fiction.choose(0.5):
        return ()
    until = today + timedelta(days=fiction.between(2, 25))
    decided = min(target.deadline, today - timedelta(days=1))
    return (Step("extend", decided, "设备抵押解除手续办理中，同意延期", until=until),)
