"""The demo's price measures (价格措施): orders against mills on no plan, half a year of meters, statements, two corrections."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from tracker.audit.acting import acting
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.enforcement.price_rates import PriceRate
from tracker.enforcement.pricing import add_rate
from tracker.enforcement.proposing import Grounds, propose
from tracker.enforcement.services import Said, move
from tracker.enforcement.statement_tables import Statement, StatementState
from tracker.enforcement.statements import issue_statement, keep_statements_true
from tracker.enforcement.surcharges import last_day
from tracker.management.demo.accounts import city_officers, officer
from tracker.officers.models import Officer
from tracker.progress.readings import MonthlyReading
from tracker.progress.report_rules import month_before
from tracker.screening.models import Finding

GROUND = "列入淘汰目录而未列入年度计划的小粉磨，按目录类别执行加价"
WAY = ("review", "serve", "decide", "issue", "acknowledge", "execute", "verify")
ORDERS, MONTHS = 9, 5
# The seventh and later pay for water; the price of water is invented, and says so.
MEASURES = (("differential-power-price", "power"), ("tiered-water-price", "water"))
WATER = {
    "tier": "eliminate", "industry": None, "unit_price": Decimal("1.2"), "unit": "元/立方米",
    "valid_from": date(2010, 6, 1), "document": "演示用水价（非官方，不得引用）", "document_number": "演示〔2010〕1号",
    "is_inferred": True,
}  # fmt: skip


def make_prices(today: date) -> int:
    """Order, read, charge, issue and correct, unless it was done; how many statements there are."""
    province = officer("province")
    with acting(province.actor):
        if Statement.objects.exists():
            return 0
        chosen = _findings()
    months = _months(today)
    _rate()
    for place, finding in enumerate(chosen):
        code, executor = MEASURES[place >= ORDERS - 2]
        _order(finding, Measure.objects.get(pk=code), officer(executor), province, months[0])
    _read(chosen, months, province)
    for month in months:
        keep_statements_true(on=last_day(month) + timedelta(days=6))
    _issue(months[:-1], province)
    _correct(chosen, months, province)
    keep_statements_true(on=today)
    with acting(province.actor):
        return Statement.objects.count()


def _findings() -> list[Finding]:
    """Mills that were found in 2010 and stand on no plan: one of each city, then a second one, and so on."""
    found = Finding.objects.filter(
        status=Finding.Status.MATCHED, facility__targets__isnull=True, entry__industry="cement"
    )
    rows = found.select_related("region", "enterprise", "facility", "entry").order_by("facility", "pk")
    mills = list({finding.facility_id: finding for finding in rows}.values())
    cities = [finding.region.city_code for finding in mills]
    turn = {finding.pk: cities[:place].count(cities[place]) for place, finding in enumerate(mills)}
    return sorted(mills, key=lambda finding: (turn[finding.pk], finding.pk))[:ORDERS]


def _months(today: date) -> list[date]:
    """The last whole months, oldest first."""
    found = [month_before(today)]
    while len(found) < MONTHS:
        found.append(month_before(found[-1]))
    return found[::-1]


def _rate() -> None:
    admin = officer("sysadmin")
    with acting(admin.actor, reason="演示数据"):
        measure = Measure.objects.get(pk="tiered-water-price")
        if not PriceRate.objects.filter(measure=measure).exists():
            add_rate(values={"measure": measure, **WATER}, by=admin)


def _order(finding: Finding, measure: Measure, executor: Officer, province: Officer, month: date) -> None:
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


def _read(findings: list[Finding], months: list[date], province: Officer) -> None:
    """Every month of every mill but the last month of the last one, which nobody has read yet."""
    with acting(province.actor, reason="演示数据"):
        MonthlyReading.objects.bulk_create(
            MonthlyReading(
                facility_id=one.facility_id, region_id=one.region_id, month=month,
                electricity=Decimal(41_000 + 1_730 * place + 913 * number) + Decimal("0.5"),
                water=Decimal(310 + 17 * place + 9 * number) + Decimal("0.25"),
            )
            for place, one in enumerate(findings)
            for number, month in enumerate(months)
            if (one, month) != (findings[-1], months[-1])
        )  # fmt: skip


def _issue(months: list[date], province: Officer) -> None:
    for month in months:
        on = last_day(month) + timedelta(days=8)
        with acting(province.actor, reason="演示数据"):
            for draft in Statement.objects.filter(month=month, state=StatementState.DRAFT).order_by(
                "region", "measure"
            ):
                issue_statement(statement=draft, by=province, on=on, seen_version=draft.version)


def _correct(findings: list[Finding], months: list[date], province: Officer) -> None:
    """A meter was read wrongly: one month more, one less; the statements that were issued are followed by corrections."""
    with acting(province.actor, reason="抄表差错更正（演示数据）"):
        for finding, month, used in ((findings[0], months[-2], "39875.5"), (findings[1], months[-3], "47120")):
            row = MonthlyReading.objects.get(facility=finding.facility_id, month=month)
            row.electricity, row.version = Decimal(used), row.version + 1
            row.save()
