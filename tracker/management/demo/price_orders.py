"""The demo's price orders (价格措施决定): each told verb by verb by those whose step it is, in force before the first month."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from tracker.audit.acting import acting
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.enforcement.proposing import Grounds, propose
from tracker.enforcement.services import Said, move
from tracker.management.demo.accounts import city_officers
from tracker.officers.models import Officer
from tracker.screening.models import Finding

GROUND = "列入淘汰目录而未列入年度计划的小粉磨，按目录类别执行加价"
WAY = ("review", "serve", "decide", "issue", "acknowledge", "execute", "verify")


def order_price(finding: Finding, measure: Measure, executor: Officer, province: Officer, month: date) -> None:
    """One order, executed before the first month begins."""
    city, day = city_officers()[finding.region.city_code], month - timedelta(days=45)
    with acting(city.actor, reason="演示数据"):
        grounds = Grounds(GROUND, f"33{finding.facility_id:08d}")
        order = propose(measure=measure, subject=subject_of(finding=finding), by=city, on=day, grounds=grounds)
    for verb in WAY:
        by = executor if verb in ("acknowledge", "execute") else city if verb in ("serve", "verify") else province
        day = max(day, order.notice_until or day) + timedelta(days=1)
        with acting(by.actor, reason="演示数据"):
            order = _step(order, verb, by, day)


def _step(order: Order, verb: str, by: Officer, day: date) -> Order:
    if verb == "execute":
        told = Execution(day, "抄表计费班（演示）", time(9, 0), Decimal(1000 + order.pk * 37), "已在计费系统登记加价")
        return execute(order=order, execution=told, by=by, on=day)
    return move(order=order, verb=verb, by=by, on=day, said=Said(order.version))
