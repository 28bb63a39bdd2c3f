"""The demo's joint actions (联合行动): one held and closed, one announced for the day after tomorrow; and a regional hold."""

from __future__ import annotations

from datetime import date, time, timedelta

from tracker.audit.acting import acting
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.joining import JointPlan, move_joint, plan_action
from tracker.enforcement.joint_tables import JointAction
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.enforcement.proposing import Grounds, propose
from tracker.enforcement.services import Said, move
from tracker.management.demo.accounts import city_officers, officer
from tracker.management.demo.orders import GROUND, WAY, Tale
from tracker.officers.models import Officer
from tracker.regions.models import Region
from tracker.targets.models import Target

TASK = "供电企业断开专变，供水企业关闭工业用水阀门，经信部门负责现场协调和居民解释"
SAFE = "已核查：无危险工艺，窑炉已降温，消防和医疗人员到场待命"
# How long ago the orders were proposed: the first action has been held, the second is to come.
BEGUN = (30, 12)


def make_joint_actions(today: date) -> int:
    """Two joint actions and one regional hold, unless there are any; how many actions."""
    province, cities = officer("province"), city_officers()
    with acting(province.actor):
        if JointAction.objects.exists():
            return 0
        related = ("plan", "region", "enterprise", "facility")
        plan = f"ZJ-{today.year}"
        free = Target.objects.overdue(today).filter(plan__code=plan, orders__isnull=True)
        chosen = list(free.select_related(*related).order_by("due_on", "pk")[: len(BEGUN)])
    for target, back in zip(chosen, BEGUN, strict=False):
        _act(
            target,
            cities[target.region.city_code],
            max(today - timedelta(days=back), target.due_on + timedelta(days=1)),
            today,
        )
    _hold(province, officer("province2"), today)
    return len(chosen)


def _act(target: Target, city: Officer, begun: date, today: date) -> None:
    """Power and water cut off by their companies on one day."""
    province, tales = (
        officer("province"),
        [Tale(city, officer("province"), officer(who), today) for who in ("power", "water")],
    )
    orders = [_issued(tale, code, target, begun) for tale, code in zip(tales, ("cut-power", "cut-water"), strict=True)]
    planned = max(order.issued_on or today for order in orders)
    is_over = planned + timedelta(days=4) <= today
    day = planned + timedelta(days=2) if is_over else today + timedelta(days=2)
    plan = JointPlan(
        f"{target.enterprise.name}联合执行行动",
        f"{target.region.name}厂区（演示）",
        day,
        "util-power",
        time(8, 30),
        (),
        TASK,
    )
    with acting(city.actor, reason="演示数据"):
        action = plan_action(enterprise=target.enterprise, plan=plan, orders=orders, by=city, on=planned)
    action = _joint(action, "check", city, planned, SAFE)
    action = _joint(action, "announce", province, planned, "")
    if is_over:
        action = _joint(action, "hold", city, day, "")
        for tale, order in zip(tales, orders, strict=True):
            _execute(tale, order, day)
        _joint(action, "note", officer("power"), day, "九时二十分专变高压侧断开，已挂牌上锁")
        _joint(action, "close", city, day, "两项措施当日执行完毕，周边居民供应正常")


def _execute(tale: Tale, order: Order, day: date) -> None:
    with acting(tale.province.actor):
        fresh = Order.objects.select_related("target").get(pk=order.pk)
    tale.step(fresh, "execute", day)


def _issued(tale: Tale, code: str, target: Target, begun: date) -> Order:
    measure = Measure.objects.get(pk=code)
    with acting(tale.city.actor, reason="演示数据"):
        grounds = Grounds(GROUND, f"33{target.pk:08d}", residents_apart=True, is_hazardous=False)
        order = propose(measure=measure, subject=subject_of(target=target), grounds=grounds, by=tale.city, on=begun)
    for verb in WAY[:4]:
        order = tale.step(order, verb, tale.next_day(order))
    return order


def _joint(action: JointAction, verb: str, by: Officer, on: date, reason: str) -> JointAction:
    with acting(by.actor, reason="演示数据"):
        fresh = JointAction.objects.get(pk=action.pk)
        return move_joint(action=fresh, verb=verb, by=by, on=on, said=Said(fresh.version, reason))


def _hold(province: Officer, second: Officer, today: date) -> None:
    """The city with an overdue target is put under approval hold: proposed by one provincial officer, reviewed by another."""
    with acting(province.actor, reason="演示数据"):
        late = Target.objects.overdue(today).filter(plan__code=f"ZJ-{today.year}").select_related("region").first()
        if late is None:
            return
        region = Region.objects.get(pk=late.region.city_code)
        measure = Measure.objects.get(pk="region-approval-hold")
        if Order.objects.filter(measure=measure, region=region).exists():
            return
        ground = Grounds("辖区内任务逾期未完成，经通报后仍未整改")
        day = today - timedelta(days=8)
        order = propose(measure=measure, subject=subject_of(region=region), grounds=ground, by=province, on=day)
    for verb, by, after in (("review", second, 1), ("serve", province, 1)):
        with acting(by.actor, reason="演示数据"):
            order = move(order=order, verb=verb, by=by, on=day + timedelta(days=after), said=Said(order.version))
