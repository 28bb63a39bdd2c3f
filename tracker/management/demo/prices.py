"""The demo's price measures (价格措施): orders against mills on no plan, half a year of meters, statements, two corrections."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tracker.audit.acting import acting
from tracker.enforcement.measures import Measure
from tracker.enforcement.price_rates import PriceRate
from tracker.enforcement.pricing import add_rate
from tracker.enforcement.statement_tables import Statement, StatementState
from tracker.enforcement.statements import issue_statement, keep_statements_true
from tracker.enforcement.surcharges import last_day
from tracker.management.demo.accounts import officer
from tracker.management.demo.price_orders import order_price
from tracker.officers.models import Officer
from tracker.progress.readings import MonthlyReading
from tracker.progress.report_rules import month_before
from tracker.screening.models import Finding

ORDERS, MONTHS = 9, 5
# The seventh and later pay for water; the price of water is invented, and says so.
MEASURES = (("differential-power-price", "power"), ("tiered-water-price", "water"))
WATER = {"eliminate": Decimal("1.2"), "restrict": Decimal("0.6")}
DOCUMENT = {
    "unit": "元/立方米", "valid_from": date(2010, 6, 1), "document": "演示用水价（非官方，不得引用）",
    "document_number": "演示〔2010〕1号", "is_inferred": True,
}  # fmt: skip


def make_prices(today: date) -> int:
    """Order, read, charge, issue and correct, unless it was done; how many statements there are."""
    province = officer("province")
    with acting(province.actor):
        if Statement.objects.exists():
            return 0
        chosen = _findings()
    months = _months(today)
    _rate(today)
    for place, finding in enumerate(chosen):
        code, executor = MEASURES[place >= ORDERS - 2]
        order_price(finding, Measure.objects.get(pk=code), officer(executor), province, months[0])
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


def _rate(on: date) -> None:
    admin = officer("sysadmin")
    with acting(admin.actor, reason="演示数据"):
        measure = Measure.objects.get(pk="tiered-water-price")
        if not PriceRate.objects.filter(measure=measure).exists():
            for tier, price in WATER.items():
                add_rate(values={"measure": measure, "tier": tier, "unit_price": price, **DOCUMENT}, by=admin, on=on)


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
