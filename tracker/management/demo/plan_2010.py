"""The demo's ZJ-2010: invented enterprises under the seeded quotas, most done in time, some late, one city's failed once."""

from __future__ import annotations

from datetime import date
from itertools import repeat

from fixtures.fiction import Fiction
from tracker.audit.acting import acting
from tracker.contracts.models import Contract
from tracker.management.demo.accounts import city_officers, officer
from tracker.management.demo.contracts import conclude
from tracker.management.demo.invention import counties_on, fiction_of, invent, register, rows
from tracker.management.demo.stories import Step, Story, done, live
from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region
from tracker.targets.listing import merge_targets
from tracker.targets.models import Target

CODE = "ZJ-2010"
BEGIN, DEADLINE, YEAR_END = date(2010, 7, 6), date(2010, 9, 15), date(2010, 12, 28)
SIGNED = date(2010, 7, 15)


def make_plan_2010() -> int:
    """List, contract and live through ZJ-2010, with what was uploaded before, unless it has contracts already.

    Returns how many targets it has then.
    """
    province = officer("province")
    with acting(province.actor, reason="演示数据"):
        plan = Plan.objects.get(code=CODE)
        if Contract.objects.filter(plan=plan).exists():
            return 0
        fiction = fiction_of(CODE, first_number=20_100_000, unified_codes=False)
        _list(plan, province, fiction)
        conclude(plan, province, on=SIGNED)
        targets = list(Target.objects.filter(plan=plan).order_by("pk").values_list("pk", flat=True))
        live({pk: _story(fiction) for pk in targets}, city_officers(), province)
    return len(targets)


def _list(plan: Plan, province: Officer, fiction: Fiction) -> None:
    quotas = Quota.objects.filter(plan=plan, region__level=Region.Level.CITY).select_related("region")
    invented = invent(fiction, quotas.order_by("pk"), counties_on(DEADLINE))
    register(invented)
    merge_targets(plan=plan, rows=rows(invented, repeat(DEADLINE, len(invented))), by=province)


def _story(fiction: Fiction) -> Story:
    """What befell one target; nothing of 2010 is left undone."""
    luck = fiction.between(1, 100)
    accepted = Step("accept", date(2010, 12, fiction.between(1, 28)))
    if luck <= 78:
        return (*done(fiction, BEGIN, DEADLINE), accepted)
    if luck <= 90:
        return (*done(fiction, date(2010, 9, 1), date(2010, 11, 30)), accepted)
    if luck <= 94:
        extension = Step("extend", date(2010, 9, 10), "职工安置尚未完成", until=date(2010, 10, 31))
        stopped, dismantled, reported = done(fiction, date(2010, 9, 11), date(2010, 10, 31))
        return (extension, stopped, dismantled, reported, accepted)
    if luck <= 98:
        failed = Step("fail", date(2010, 10, 20), "现场核查发现主机未拆除到位")
        again = done(fiction, date(2010, 10, 21), date(2010, 11, 30))[1:]
        return (*done(fiction, BEGIN, DEADLINE), failed, *again, accepted)
    return (Step("withdraw", date(2010, 8, 20), "企业已于列入计划前注销，经核实撤销任务"),)
